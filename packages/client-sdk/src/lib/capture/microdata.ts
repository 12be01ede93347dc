import { schemaPrice, textPrice } from "./price.ts";
import { type DescribedProduct, described, isProduct, type StructuredData, typeName } from "./structured-data.ts";

/** Most marked-up elements that are looked at. */
const MAX_ELEMENTS = 200;

function propertyElement(item: Element, name: string): Element | null {
  return item.querySelector(`[itemprop~="${name}"]`);
}

/** A value of an attribute before one of text, as the HTML standard's microdata section orders them. */
function machineValue(element: Element | null): string | null | undefined {
  return element?.getAttribute("content") ?? element?.getAttribute("value");
}

function property(item: Element, name: string): string | undefined {
  const element = propertyElement(item, name);
  return (machineValue(element) ?? element?.textContent)?.trim() || undefined;
}

/** The language that an element's text is in, where the page says it. */
export function localeOf(element: Element | null | undefined): string | undefined {
  return element?.closest("[lang]")?.getAttribute("lang") || undefined;
}

/** A price is a number in an attribute, and as people write it in text. */
function priceIn(item: Element): number | undefined {
  const element = propertyElement(item, "price") ?? propertyElement(item, "lowPrice");
  const machine = machineValue(element);
  const locale = localeOf(element);
  return typeof machine === "string" ? schemaPrice(machine, locale) : textPrice(element?.textContent, locale);
}

/** Product of one element marked up as a schema.org product. */
export function productOfMicrodata(item: Element): DescribedProduct {
  const ids = ["sku", "productID", "isbn", "gtin13", "mpn"].map((name) => property(item, name));
  const name = property(item, "name");
  const link = propertyElement(item, "url");
  return described(
    { item: ids.find(Boolean) ?? name, category: property(item, "category"), price: priceIn(item) },
    ids,
    name,
    (link?.getAttribute("href") ?? machineValue(link)) || undefined,
  );
}

/** The page's microdata. Products inside another item's property (a review's product, a similar product) are not the page's. */
export function readMicrodata(root: ParentNode): StructuredData {
  const types: string[] = [];
  const products: DescribedProduct[] = [];
  let crumbs: string[] = [];
  for (const element of [...root.querySelectorAll('[itemtype*="schema.org/"]')].slice(0, MAX_ELEMENTS)) {
    const own = (element.getAttribute("itemtype") ?? "").split(/\s+/).map(typeName);
    const role = element.getAttribute("itemprop");
    if (role !== null && !/mainEntity|itemListElement|^item$/.test(role)) continue;
    types.push(...own);
    if (own.includes("BreadcrumbList")) {
      crumbs = [...element.querySelectorAll("[itemprop~=name]")].map((name) => name.textContent.trim()).filter(Boolean);
    }
    if (isProduct(own, propertyElement(element, "offers") !== null)) products.push(productOfMicrodata(element));
  }
  return { types, products, crumbs };
}
