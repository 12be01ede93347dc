import type { PageKind } from "./event.ts";
import type { Session } from "./session.ts";

/**
 * How page kinds fall into the three groups of web analytics that the public purchase data counts (Sakar et al. 2018):
 * *administrative* is what manages the visitor's own affairs, *informational* is what tells about the shop, and
 * *product-related* is the way from the front page to the cart. Two kinds are in none: a confirmation comes after the
 * purchase that is to be foreseen, and of `other` nothing is known.
 */
const GROUPS = {
  administrative: ["account", "checkout"],
  informational: ["information", "support"],
  productRelated: ["home", "list", "product", "search", "cart"],
} as const satisfies Record<string, readonly PageKind[]>;

function sumOf(values: Session["pages"], kinds: readonly PageKind[]): number {
  return kinds.reduce((sum, kind) => sum + values[kind], 0);
}

/** Pages and visible seconds, by kind and by group. */
export function pageFeatures({ pages, dwell }: Session) {
  const pageViews = Object.values(pages).reduce((sum, views) => sum + views, 0);
  const dwellSeconds = Object.values(dwell).reduce((sum, seconds) => sum + seconds, 0);
  const productRelatedPages = sumOf(pages, GROUPS.productRelated);
  const productRelatedSeconds = sumOf(dwell, GROUPS.productRelated);
  return {
    /** Pages of every kind. */
    pageViews,
    homePages: pages.home,
    listPages: pages.list,
    productPages: pages.product,
    searchPages: pages.search,
    cartPages: pages.cart,
    checkoutPages: pages.checkout,
    confirmationPages: pages.confirmation,
    accountPages: pages.account,
    informationPages: pages.information,
    supportPages: pages.support,
    otherPages: pages.other,
    administrativePages: sumOf(pages, GROUPS.administrative),
    administrativeSeconds: sumOf(dwell, GROUPS.administrative),
    informationalPages: sumOf(pages, GROUPS.informational),
    informationalSeconds: sumOf(dwell, GROUPS.informational),
    productRelatedPages,
    productRelatedSeconds,
    /** Visible seconds on pages of every kind. */
    dwellSeconds,
    /** Seconds a page; 0 without a page. */
    secondsPerPage: pageViews === 0 ? 0 : dwellSeconds / pageViews,
    secondsPerProductRelatedPage: productRelatedPages === 0 ? 0 : productRelatedSeconds / productRelatedPages,
    supportSeconds: dwell.support,
    checkoutSeconds: dwell.checkout,
    cartSeconds: dwell.cart,
  };
}
