import type { Product } from "./catalogue.ts";
import { garmentId } from "./garment.ts";
import { type Html, html } from "./html.ts";

/** The text alternative of a picture. */
export function pictureText({ name, cloth, colour }: Product): string {
  return `${name} in ${colour.name} ${cloth}`;
}

/** A product's picture: the garment's drawing in the product's colours. */
export function picture(product: Product, label = ""): Html {
  const { colour, garment } = product;
  const about = label ? html` role="img" aria-label="${label}"` : html` aria-hidden="true"`;
  return html`<svg class="picture" viewBox="0 0 120 150" color="${colour.cloth}" focusable="false" ${about}>
    <rect width="120" height="150" fill="${colour.wall}" />
    <ellipse cx="60" cy="141" rx="36" ry="3.5" fill="#000" fill-opacity=".07" />
    <use href="#${garmentId(garment)}" />
  </svg>`;
}
