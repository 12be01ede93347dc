import { type NamedProduct, parsePrice } from "../product.ts";
import { type StructuredData, typeName } from "./json-ld.ts";

/** Most marked-up elements that are looked at. */
const MAX_ELEMENTS = 200;

/** The value of an item's property: attribute before text, as the HTML standard's microdata section orders them. */
function property(item: Element, name: string): string | undefined {
  const element = item.querySelector(`[itemprop~="${name}"]`);
  const value = element?.getAttribute("content") ?? element?.getAttribute("value") ?? element?.textContent;
  return value?.trim() || undefined;
}

/** Product of one element marked up as a schema.org Product. */
export function productOfMicrodata(item: Element): NamedProduct {
  return {
    item: property(item, "sku") ?? property(item, "productID") ?? property(item, "name"),
    category: property(item, "category"),
    price: parsePrice(property(item, "price") ?? property(item, "lowPrice")),
  };
}

/** The page's microdata. Products inside another item's property (a review's product, similar product) are not the page's. */
export function readMicrodata(root: ParentNode): StructuredData {
  const types: string[] = [];
  const products: NamedProduct[] = [];
  for (const element of [...root.querySelectorAll('[itemtype*="schema.org/"]')].slice(0, MAX_ELEMENTS)) {
    const own = (element.getAttribute("itemtype") ?? "").split(/\s+/).map(typeName);
    const role = element.getAttribute("itemprop");
    if (role !== null && !/mainEntity|itemListElement|^item$/.test(role)) continue;
    types.push(...own);
    if (own.includes("Product")) products.push(productOfMicrodata(element));
  }
  return { types, products };
}
