/**
 * What a page, a list entry or a cart line is about. Names become 32-bit aliases, keyed by a secret of this
 * installation, before anything else happens to them.
 */
export interface ProductProperties {
  /** The site's own name or number of the product, 1 to 200 characters. */
  readonly item?: string | number;
  /** The site's own name or number of its category, 1 to 200 characters. */
  readonly category?: string | number;
  /** In the site's currency, 0 to 1e9; used only relative to the session's other prices. */
  readonly price?: number;
}

/** What a page is for. */
export type PageKind =
  | "home"
  | "list"
  | "product"
  | "search"
  | "cart"
  | "checkout"
  | "confirmation"
  | "account"
  | "information"
  | "support"
  | "other";

/** What `page` takes. What is left out is read from the page's markup, as for a page view that Sedge saw itself. */
export interface PageProperties extends ProductProperties {
  readonly kind?: PageKind;
  /** Which page of a paginated list the visitor came from, 1 to 10,000. */
  readonly listPage?: number;
}
