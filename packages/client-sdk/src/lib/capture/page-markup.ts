import { PAGE_KINDS, type PageKind } from "@sedge/features";
import { type NamedProduct, filled } from "../product.ts";
import { textPrice } from "./price.ts";
import { type StructuredData, localeOf, productOfMicrodata, readJsonLdText, readMicrodata } from "./structured-data.ts";

/** What a page shows of its purpose. Read on the device, judged at once, and thrown away. */
export interface PageEvidence {
  /** The site's own word, from `data-sedge-page`. */
  readonly declared: PageKind | undefined;
  /** schema.org types in the page's markup, without the vocabulary's address. */
  readonly types: readonly string[];
  /** How many products the markup describes. */
  readonly products: number;
  /** Lower-case words of the path, and names (never values) of the query's parameters. */
  readonly words: readonly string[];
  /** Whether the path is the site's root. */
  readonly isRoot: boolean;
}

/** schema.org types that indicate a page's kind, the most specific first. */
const KIND_OF_TYPE: readonly (readonly [PageKind, readonly string[]])[] = [
  ["confirmation", ["Order", "Invoice", "Reservation"]],
  ["checkout", ["CheckoutPage"]],
  ["search", ["SearchResultsPage"]],
  ["product", ["ProductGroup", "ItemPage"]],
  ["list", ["ItemList", "CollectionPage", "OfferCatalog", "ProductCollection"]],
  ["support", ["ContactPage", "FAQPage", "QAPage"]],
  ["information", ["AboutPage", "Article", "NewsArticle", "BlogPosting", "TechArticle"]],
  ["account", ["ProfilePage"]],
];

/** Words in URLs in a few languages, the most specific first; the last resort. */
const KIND_OF_WORD: readonly (readonly [PageKind, readonly string[]])[] = [
  ["confirmation", ["confirmation", "thank", "thanks", "received", "bestaetigung", "danke", "merci", "gracias"]],
  ["checkout", ["checkout", "payment", "kasse", "zahlung", "paiement", "pago"]],
  ["cart", ["cart", "basket", "bag", "warenkorb", "panier", "carrito", "carrello"]],
  ["search", ["search", "suche", "recherche", "buscar", "q", "query", "s"]],
  ["account", ["account", "login", "signin", "register", "signup", "konto", "compte", "cuenta", "profile"]],
  ["support", ["help", "support", "contact", "faq", "faqs", "kontakt", "hilfe", "aide", "ayuda", "returns"]],
  ["information", ["about", "blog", "imprint", "impressum", "privacy", "terms", "shipping", "news", "agb"]],
  ["product", ["product", "products", "item", "dp", "produkt", "produit", "producto"]],
  ["list", ["category", "categories", "collection", "collections", "shop", "catalog", "kategorie", "sale"]],
];

/**
 * What a page is for: by the site's word, else by schema.org markup, else by words of its path. One product in the markup
 * makes a product page, several make a list, a list's own type before its entries.
 */
export function pageKind({ declared, types, products, words, isRoot }: PageEvidence): PageKind {
  if (declared) return declared;
  const strong = KIND_OF_TYPE.find(([, names]) => names.some((name) => types.includes(name)))?.[0];
  // A product page may carry its questions, its review's article and a list of similar product.
  const isWeak = strong === undefined || ["list", "support", "information", "account"].includes(strong);
  if (isWeak && products === 1) return "product";
  if (strong) return strong;
  if (products > 1) return "list";
  if (isRoot && words.length === 0) return "home";
  return KIND_OF_WORD.find(([, names]) => names.some((name) => words.includes(name)))?.[0] ?? "other";
}

/** The words of an address that `pageKind` looks at. */
export function addressWords(address: Pick<Location, "pathname" | "search">): Pick<PageEvidence, "words" | "isRoot"> {
  const path = address.pathname.toLowerCase().replace(/\/index\.\w+$/, "/");
  const parameters = [...new URLSearchParams(address.search).keys()].filter((name) =>
    ["q", "query", "s"].includes(name),
  );
  // The root of a language is a root.
  const isRoot = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?)?$/.test(path);
  return { words: [...((!isRoot && path.match(/[a-z]+/g)) || []), ...parameters], isRoot };
}

/** Most scripts with structured data that are read. */
const MAX_SCRIPTS = 20;

/** A page as described by its markup. */
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
    price: textPrice(attribute(element, "price"), localeOf(element)),
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
  const locale = localeOf(document.documentElement);
  const read = [...scripts.map((script) => readJsonLdText(script.textContent ?? "", locale)), readMicrodata(document)];
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
