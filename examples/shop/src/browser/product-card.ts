import { garmentId } from "../garment.ts";
import type { Product } from "../catalogue.ts";
import { euros } from "../money.ts";
import { element, svgElement } from "./element.ts";

/** A product's picture, as the server draws it. */
export function drawPicture({ colour, garment }: Product): SVGElement {
  return svgElement(
    "svg",
    { class: "picture", viewBox: "0 0 120 150", color: colour.cloth, focusable: "false", "aria-hidden": "true" },
    svgElement("rect", { width: "120", height: "150", fill: colour.wall }),
    svgElement("ellipse", { cx: "60", cy: "141", rx: "36", ry: "3.5", fill: "#000", "fill-opacity": ".07" }),
    svgElement("use", { href: `#${garmentId(garment)}` }),
  );
}

function drawPrice({ price, formerPrice }: Product): HTMLElement {
  if (formerPrice === undefined) return element("p", { class: "price" }, euros(price));
  return element(
    "p",
    { class: "price reduced" },
    element("span", { class: "visually-hidden" }, "Now "),
    `${euros(price)} `,
    element("span", { class: "visually-hidden" }, ", was "),
    element("s", {}, euros(formerPrice)),
  );
}

/** A product in a list, as the server draws it. */
export function drawCard(product: Product): HTMLLIElement {
  const { id, category, price, name, colour } = product;
  return element(
    "li",
    { class: "card", "data-sedge-item": id, "data-sedge-category": category, "data-sedge-price": price },
    element(
      "a",
      { href: `/products/${id}` },
      drawPicture(product),
      element("h3", {}, name),
      element("p", { class: "quiet" }, colour.name),
    ),
    drawPrice(product),
  );
}
