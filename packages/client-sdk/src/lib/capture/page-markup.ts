import { PAGE_KINDS, type PageKind } from "@sedge/features";
import { type NamedProduct, filled } from "../product.ts";
import { addressKind } from "./address-kind.ts";
import { localeOf, productOfMicrodata, readMicrodata } from "./microdata.ts";
import { crumbCategory, mergedProducts, ownProduct } from "./own-product.ts";
import type { PlatformPreset } from "./platform-marks.ts";
import { presetKind, presetsOf } from "./platform-preset.ts";
import { schemaPrice, textPrice } from "./price.ts";
import { type DescribedProduct, described, readJsonLdText, type StructuredData } from "./structured-data.ts";

/** What a page shows of its purpose. Read on the device, judged at once, and thrown away. */
export interface PageEvidence {
  /** The site's own word, from `data-sedge-page`, or the shop system's own mark. */
  readonly declared: PageKind | undefined;
  /** schema.org types in the page's markup, without the vocabulary's address. */
  readonly types: readonly string[];
  /** How many products the markup describes. */
  readonly products: number;
  /** Whether one of them is what the page is about, by its address or name, or by the page's own `og:type`. */
  readonly isOwn: boolean;
  /** Open Graph's type of the page. */
  readonly ogType: string | undefined;
  /** What the address says. */
  readonly address: PageKind | undefined;
}

/** schema.org types that indicate a page's kind, the most specific first. */
const KIND_OF_TYPE: readonly (readonly [PageKind, readonly string[]])[] = [
  ["confirmation", ["Order", "Invoice", "Reservation"]],
  ["checkout", ["CheckoutPage"]],
  ["search", ["SearchResultsPage"]],
  ["product", ["ItemPage"]],
  ["list", ["ItemList", "CollectionPage", "OfferCatalog", "ProductCollection"]],
  ["support", ["ContactPage", "FAQPage", "QAPage"]],
  ["information", ["AboutPage", "Article", "NewsArticle", "BlogPosting", "TechArticle"]],
  ["account", ["ProfilePage"]],
];
const STRONG: ReadonlySet<PageKind | undefined> = new Set(["confirmation", "checkout", "search"]);
const STEPS: ReadonlySet<PageKind | undefined> = new Set(["confirmation", "checkout", "cart", "search"]);

/**
 * What a page is for: by the site's word, else by schema.org markup, else by its address. A product that the page is about makes a
 * product page, several others a list, a list's own type before its entries.
 */
export function pageKind({ declared, types, products, isOwn, ogType, address }: PageEvidence): PageKind {
  if (declared) return declared;
  const typed = KIND_OF_TYPE.find(([, names]) => names.some((name) => types.includes(name)))?.[0];
  // An account lists the orders made before: they are not made again.
  if (STRONG.has(typed) && !(typed === "confirmation" && address === "account")) return typed ?? "other";
  if (isOwn && !(STEPS.has(address) && products !== 1)) return "product";
  if (STEPS.has(address)) return address ?? "other";
  const isShown = products === 1;
  if (typed === "list" && !(isShown && address === "product")) return address === "home" ? "home" : "list";
  if (isShown || (typed === "product" && products <= 1)) return "product";
  if (products > 1) return address === "home" || address === "product" ? address : "list";
  const isGroup = ogType === "product.group";
  return (
    (STRONG.has(typed) ? undefined : typed) ??
    address ??
    (isGroup ? "list" : ogType === "article" ? "information" : "other")
  );
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
  return element?.getAttribute(name)?.trim() || undefined;
}

function productOfAttributes(element: Element | null | undefined): NamedProduct {
  return {
    item: attribute(element, "data-sedge-item"),
    category: attribute(element, "data-sedge-category"),
    price: textPrice(attribute(element, "data-sedge-price"), localeOf(element)),
  };
}

/** Product that the site's attributes name around an element. */
export function markedAround(element: Element): NamedProduct {
  return productOfAttributes(element.closest("[data-sedge-item],[data-sedge-category],[data-sedge-price]"));
}

/** Product of the list entry, cart line or product box that an element lies in. */
export function productAround(element: Element): NamedProduct {
  const product = element.closest('[itemtype*="schema.org/Product"]');
  return filled(markedAround(element), product ? productOfMicrodata(product) : undefined);
}

/** Products that a shop system describes by attributes alone. */
function presetProducts(document: Document, { product, items = [], price = "", category = "" }: PlatformPreset) {
  const elements = product ? [...document.querySelectorAll(product)] : [];
  return elements.map((element): DescribedProduct => {
    const item = items.map((name) => attribute(element, name)).find(Boolean);
    const amount = schemaPrice(attribute(element, price), localeOf(element));
    return described({ item, category: attribute(element, category), price: amount }, [item], undefined, undefined);
  });
}

function structuredData(document: Document, presets: readonly PlatformPreset[]): StructuredData {
  const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, MAX_SCRIPTS);
  const locale = localeOf(document.documentElement);
  const read = [...scripts.map((script) => readJsonLdText(script.textContent ?? "", locale)), readMicrodata(document)];
  const given = presets.flatMap((preset) => presetProducts(document, preset));
  return {
    types: read.flatMap(({ types }) => types),
    products: mergedProducts([...read.flatMap(({ products }) => products), ...given]),
    crumbs: read.find(({ crumbs }) => crumbs.length > 0)?.crumbs ?? [],
  };
}

function declaredKind(element: Element | null): PageKind | undefined {
  const word = attribute(element, "data-sedge-page");
  return PAGE_KINDS.find((kind) => kind === word);
}

/** Open Graph's content, which some write into `name`. */
function openGraph(document: Document, names: string): string | undefined {
  const selector = names.split(" ").map((name) => `meta[property="${name}"],meta[name="${name}"]`);
  return attribute(document.querySelector(selector.join()), "content");
}

/**
 * Reads what the open page is. Looks at `data-sedge-*` attributes, the marks of shop systems, schema.org and Open Graph markup
 * and, last, the segments of its path; all of it is judged here and thrown away but the kind and the product.
 */
export function readPage(document: Document, address: Pick<Location, "pathname" | "search" | "hash">): PageMarkup {
  const page = document.querySelector("[data-sedge-page]");
  const presets = presetsOf(document);
  const { types, products, crumbs } = structuredData(document, presets);
  const ogType = openGraph(document, "og:type")?.replace(/^og:/, "");
  const headings = [document.querySelector("h1")?.textContent, openGraph(document, "og:title")];
  const found = ownProduct(products, {
    pathname: address.pathname,
    canonical: attribute(document.querySelector("link[rel=canonical]"), "href"),
    headings: headings.flatMap((heading) => (heading ? [heading] : [])),
  });
  const byAddress = addressKind(address);
  // The start page shows a product that has a page of its own.
  const isElsewhere = byAddress === "home" && found === undefined && products[0]?.path !== undefined;
  const isOg = ogType === "product" || ogType === "product.item";
  const path = address.pathname + (address.hash ?? "");
  const kind = pageKind({
    declared:
      declaredKind(page) ??
      presets.map((preset) => presetKind(preset, document, path)).find((known) => known !== undefined),
    types,
    products: isElsewhere && products.length === 1 ? 0 : products.length,
    isOwn: found !== undefined || isOg,
    ogType,
    address: byAddress,
  });
  const listPage = Number(attribute(document.querySelector("[data-sedge-list-page]"), "data-sedge-list-page"));
  const own = productOfAttributes(page);
  const shown = found ?? (products.length === 1 || kind === "product" ? products[0] : undefined);
  const og: NamedProduct = {
    item: openGraph(document, "product:retailer_item_id") ?? (isOg ? openGraph(document, "og:title") : undefined),
    category: openGraph(document, "product:category"),
    price: schemaPrice(openGraph(document, "product:price:amount og:price:amount"), localeOf(document.documentElement)),
  };
  const marked = filled(own, productOfAttributes(document.querySelector("[data-sedge-item]")));
  const crumb = { category: crumbCategory(crumbs, kind === "product" ? shown : undefined) };
  return {
    kind,
    product:
      kind === "product"
        ? filled(filled(filled(marked, shown), og), crumb)
        : kind === "list"
          ? filled(own, crumb)
          : own,
    listPage: Number.isInteger(listPage) && listPage >= 1 && listPage <= 10_000 ? listPage : undefined,
  };
}
