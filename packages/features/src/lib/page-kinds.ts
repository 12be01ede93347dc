/** What a page is for. The only thing an event says of the page it happened on: never its address or title. */
export const PAGE_KINDS = [
  "home",
  "list",
  "product",
  "search",
  "cart",
  "checkout",
  "confirmation",
  "account",
  "information",
  "support",
  "other",
] as const;
