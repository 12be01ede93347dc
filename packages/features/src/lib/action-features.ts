import type { Session } from "./session.ts";

/** What was done and what went wrong, in counts. Friction is read from deeds, never from how a pointer moves. */
export function actionFeatures({ events, clicks, repeatedSearches, scroll, startedAt, lastAt, visit }: Session) {
  return {
    /** Whether this installation had a session before, 0 or 1. */
    returning: visit > 1 ? 1 : 0,
    visits: visit,
    /** From the first event to the last, seen or not. */
    sessionSeconds: Math.max(0, lastAt - startedAt) / 1_000,
    clicks: events.click,
    linkClicks: clicks.link,
    buttonClicks: clicks.button,
    fieldClicks: clicks.field,
    itemClicks: clicks.item,
    rageClicks: events["rage-click"],
    deadClicks: events["dead-click"],
    errors: events.error,
    searches: events.search,
    repeatedSearches,
    cartAdds: events["cart-add"],
    cartRemoves: events["cart-remove"],
    checkoutStarts: events["checkout-start"],
    purchases: events.purchase,
    fieldUses: events["field-used"],
    customEvents: events.custom,
    /** Mean and deepest point reached on a page, 0 to 1 of its height. */
    scrollMean: events.scroll === 0 ? 0 : Math.min(1, scroll.sum / events.scroll),
    scrollDeepest: scroll.deepest,
  };
}
