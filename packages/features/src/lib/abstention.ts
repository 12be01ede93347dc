import type { Session } from "./session.ts";

/** Why a visit has no answers about shopping: the models and the clusters are made of visits to shops. */
export interface Abstention {
  /** `too-early`: a later page may show more. `not-applicable`: what was seen is no shop's; a product still changes that. */
  readonly state: "too-early" | "not-applicable";
  /** Stable code, see docs/taxonomy.md. */
  readonly reason: "nothing-seen" | "few-pages" | "no-product";
  /** One sentence for people. */
  readonly message: string;
}

/** Pages without a product after which a site is taken for something else than a shop. */
const ENOUGH_PAGES = 3;
/** The same where lists or searches were among them, as on the way to a product. */
const ENOUGH_PAGES_OF_LISTS = 8;

/**
 * Whether a visit has seen a product, or taken a step in a shop: put something into a cart, opened a cart or a checkout, bought. Lists
 * and searches alone are no sign, because other sites have them too.
 */
export function showsShop({ pages, events }: Pick<Session, "pages" | "events">): boolean {
  const steps =
    events["cart-add"] +
    events["cart-remove"] +
    events["checkout-start"] +
    events.purchase +
    pages.cart +
    pages.checkout;
  return pages.product + steps + pages.confirmation > 0;
}

/** Why the visit has no answers about shopping; undefined where it has. Pure. */
export function abstentionOf(session: Pick<Session, "pages" | "events">): Abstention | undefined {
  if (showsShop(session)) return undefined;
  const { pages } = session;
  const seen = Object.values(pages).reduce((sum, views) => sum + views, 0);
  if (seen === 0) {
    return { state: "too-early", reason: "nothing-seen", message: "No page of this visit was seen yet." };
  }
  const counted = seen === 1 ? "1 page" : `${seen} pages`;
  const enough = pages.list + pages.search > 0 ? ENOUGH_PAGES_OF_LISTS : ENOUGH_PAGES;
  if (seen < enough) {
    return {
      state: "too-early",
      reason: "few-pages",
      message: `This visit has seen ${counted}, and no product, cart or checkout so far.`,
    };
  }
  return {
    state: "not-applicable",
    reason: "no-product",
    message: `In ${counted} of this visit there was no product, cart or checkout.`,
  };
}
