import type { PageKind } from "@sedge/features";

/** Segments that a path may begin with before what it is about: languages and countries. */
const LOCALE =
  /^(?:(?:ar|bg|ca|cs|da|de|el|en|es|et|fi|fr|he|hr|hu|id|it|ja|ko|lt|lv|nb|nl|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh)(?:[-_][a-z]{2})?|at|au|be|br|ch|eu|gb|ie|in|mx|nz|us)$/;

const segments = (words: string) => new Set(words.split(" "));

/** Kinds by a path's first segment, which says what everything below it is. */
const FIRST: readonly (readonly [PageKind, ReadonlySet<string>])[] = [
  [
    "account",
    segments(
      "account accounts my-account myaccount login signin sign-in logout register signup sign-up customer konto mein-konto anmelden compte mon-compte connexion cuenta mi-cuenta profile",
    ),
  ],
  [
    "support",
    segments(
      "help help-center support contact contact-us contacts faq faqs returns customer-service kontakt hilfe contatti contacto contactez-nous aide ayuda retoure",
    ),
  ],
  [
    "information",
    segments(
      "about about-us blog blogs news journal magazine magazin press careers jobs imprint impressum privacy privacy-policy datenschutz terms terms-and-conditions terms-of-service agb legal policies pages page shipping delivery versand zahlung-und-versand versand-und-zahlung payment-methods zahlungsarten ueber-uns a-propos docs guides articles article",
    ),
  ],
];

const CONTENT_PREFIX = segments("pages page policies content cms");
const CHECKOUT = segments("checkout checkouts onepagecheckout kasse caisse cassa");
/** Below these a confirmation may lie, though they are no checkout by themselves. */
const ORDER = segments("order orders bestellung commande pedido ordine");
const CONFIRMED =
  /^(?:success|finish|finished|complete|completed|confirmation|order-confirmation|order-received|order-complete|thank[-_]?you|thanks|bestaetigung|danke|bestellung-erhalten|commande-recue|merci|gracias|grazie)$/;
const CART = segments("cart basket bag shopping-cart shopping-bag warenkorb panier carrito carrello cesta winkelwagen");
const SEARCH = segments("search suche recherche buscar busqueda catalogsearch zoeken cerca");
const LIST = segments(
  "category categories collection collections shop store catalog catalogue product-category product-tag kategorie kategorien categorie categoria sale outlet brand brands c",
);
const PRODUCT = segments(
  "product products item items dp p pd produkt produkte produit produits producto productos prodotto",
);

/** Query parameters of a search, and those by which a shop's confirmation page names the order. */
const SEARCH_PARAMETERS = ["q", "query", "search", "search_query", "keyword", "keywords", "s"];
const ORDER_PARAMETERS = ["id_order", "order", "order_id", "orderid", "order_key", "key"];

function segmentsOf(pathname: string): string[] {
  const path = pathname.toLowerCase().replace(/\/index\.\w+$/, "/");
  return path
    .split("/")
    .map((segment) => segment.replace(/\.(?:html?|php|aspx?|jsp)$/, ""))
    .filter(Boolean);
}

function kindOfSegments(path: readonly string[], parameters: URLSearchParams): PageKind | undefined {
  const [first = ""] = path;
  const after = (index: number, next: ReadonlySet<string> | RegExp) =>
    index >= 0 && path.slice(index + 1).some((segment) => ("test" in next ? next.test(segment) : next.has(segment)));
  const indexIn = (known: ReadonlySet<string>) => path.findIndex((segment) => known.has(segment));
  const content = CONTENT_PREFIX.has(first) ? FIRST.find(([, known]) => known.has(path[1] ?? ""))?.[0] : undefined;
  const leading = content ?? FIRST.find(([, known]) => known.has(first))?.[0];
  if (leading) return leading;
  const product = indexIn(PRODUCT);
  if (product >= 0 && product < path.length - 1) return "product";
  if (LIST.has(first) && path.length > 1 && !["shop", "store"].includes(first)) return "list";
  const checkout = indexIn(CHECKOUT);
  if (after(checkout, CONFIRMED) || (ORDER.has(first) && after(0, CONFIRMED))) return "confirmation";
  if (first === "order-confirmation" && ORDER_PARAMETERS.some((name) => parameters.has(name))) return "confirmation";
  if (after(checkout, CART)) return "cart";
  if (checkout >= 0) return "checkout";
  if (indexIn(CART) >= 0) return "cart";
  if (indexIn(SEARCH) >= 0) return "search";
  if (product >= 0 || LIST.has(first)) return "list";
  return undefined;
}

/**
 * What a page is by its address, read by whole segments of the path: `/products/tote-bag` is a product's page and no cart. A
 * confirmation lies below a checkout or an order. Undefined where the address says nothing.
 */
export function addressKind({ pathname, search }: Pick<Location, "pathname" | "search">): PageKind | undefined {
  const path = segmentsOf(pathname);
  const parameters = new URLSearchParams(search);
  while (LOCALE.test(path[0] ?? "")) path.shift();
  const kind = path.length === 0 ? "home" : kindOfSegments(path, parameters);
  const isOpen = kind === undefined || kind === "home" || kind === "list";
  const isSearch = SEARCH_PARAMETERS.some((name) => parameters.get(name) && !(name === "s" && kind === "list"));
  return isOpen && isSearch ? "search" : kind;
}
