import type { Product } from "./catalogue.ts";
import { type Html, html } from "./html.ts";
import { euros } from "./money.ts";
import { picture } from "./picture.ts";

/** The path of a product page. */
export function productPath({ id }: Pick<Product, "id">): string {
  return `/products/${id}`;
}

/** A price, with the former price if it is reduced. */
export function priceTag({ price, formerPrice }: Product): Html {
  if (formerPrice === undefined) return html`<p class="price">${euros(price)}</p>`;
  return html`<p class="price reduced">
    <span class="visually-hidden">Now </span>${euros(price)} <span class="visually-hidden">, was </span
    ><s>${euros(formerPrice)}</s>
  </p>`;
}

/** A product in a list. The whole card is one link with the product's name. */
export function productCard(product: Product): Html {
  const { id, category, price, name, colour } = product;
  return html`<li class="card" data-sedge-item="${id}" data-sedge-category="${category}" data-sedge-price="${price}">
    <a href="${productPath(product)}"
      >${picture(product)}
      <h3>${name}</h3>
      <p class="quiet">${colour.name}</p></a
    >${priceTag(product)}
  </li>`;
}
