import { PAGE_KINDS, type PageKind } from "@sedge/features";
import { filled, type NamedProduct, parsePrice } from "../product.ts";
import { readJsonLdText, type StructuredData } from "./json-ld.ts";
import { productOfMicrodata, readMicrodata } from "./microdata.ts";
import { addressWords, pageKind } from "./page-kind.ts";

/** Most scripts with structured data that are read. */
const MAX_SCRIPTS = 20;

/** A page as its markup tells it. */
export interface PageMarkup {
  readonly kind: PageKind;
  readonly product: NamedProduct;
  readonly listPage: number | undefined;
}

function attribute(element: Element | null | undefined, name: string): string | undefined {
  return element?.getAttribute(`data-sedge-${name}`)?.trim() || undefined;
}

function productOfAttributes(element: Element | null | undefined): NamedProduct {
  return {
    item: attribute(element, "item"),
    category: attribute(element, "category"),
    price: parsePrice(attribute(element, "price")),
  };
}

/** Product of the list entry, cart line or product box that an element lies in. */
export function productAround(element: Element): NamedProduct {
  const marked = element.closest("[data-sedge-item],[data-sedge-category],[data-sedge-price]");
  const product = element.closest('[itemtype*="schema.org/Product"]');
  return filled(productOfAttributes(marked), product ? productOfMicrodata(product) : undefined);
}

function structuredData(document: Document): StructuredData {
  const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, MAX_SCRIPTS);
  const read = [...scripts.map((script) => readJsonLdText(script.textContent ?? "")), readMicrodata(document)];
  return { types: read.flatMap(({ types }) => types), products: read.flatMap(({ products }) => products) };
}

function declaredKind(element: Element | null): PageKind | undefined {
  const word = attribute(element, "page");
  return PAGE_KINDS.find((kind) => kind === word);
}

/**
 * Reads what the open page is. Looks at `data-sedge-*` attributes, schema.org markup and, last, the words of its path; all
 * of it is judged here and thrown away but the kind and the product.
 */
export function readPage(document: Document, address: Pick<Location, "pathname" | "search">): PageMarkup {
  const page = document.querySelector("[data-sedge-page]");
  const { types, products } = structuredData(document);
  const kind = pageKind({ declared: declaredKind(page), types, products: products.length, ...addressWords(address) });
  const listPage = Number(
    attribute(page, "list-page") ?? attribute(document.querySelector("[data-sedge-list-page]"), "list-page"),
  );
  const own = productOfAttributes(page);
  return {
    kind,
    product:
      kind === "product"
        ? filled(filled(own, productOfAttributes(document.querySelector("[data-sedge-item]"))), products[0])
        : own,
    listPage: Number.isInteger(listPage) && listPage >= 1 && listPage <= 10_000 ? listPage : undefined,
  };
}
