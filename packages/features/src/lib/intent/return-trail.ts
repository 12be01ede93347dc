import * as v from "valibot";
import type { SedgeEvent } from "../event.ts";
import type { ProductTrail } from "../product-trail.ts";
import { oneMore } from "../tally.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Returns to product pages seen before, with another product in between: how people compare. */
export const ReturnTrail = v.strictObject({
  returns: count,
  /** Product pages opened since the last return, 0 on the return itself; null before any. */
  since: v.nullable(count),
  /** Other items seen since the last return's item was open before; 0 before any return. */
  gap: count,
  /** Whether the open product page is the one that was open just before: a reload, or a look away and back. */
  isSame: v.boolean(),
});
export type ReturnTrail = v.InferOutput<typeof ReturnTrail>;

export const NO_RETURN: ReturnTrail = { returns: 0, since: null, gap: 0, isSame: false };

/** The trail after one event more; `products` is the trail of products before it. Pure. */
export function withReturn(trail: ReturnTrail, event: SedgeEvent, products: ProductTrail): ReturnTrail {
  if (event.kind !== "page-view" || event.page !== "product" || event.item === undefined) return trail;
  const at = products.items.indexOf(event.item);
  const gap = at < 0 ? null : products.items.length - 1 - at;
  if (gap === null || gap === 0) {
    return { ...trail, since: trail.since === null ? null : oneMore(trail.since), isSame: gap === 0 };
  }
  return { returns: oneMore(trail.returns), since: 0, gap, isSame: false };
}

/** What the returns say. */
export function returnFeatures({ returns, since, gap, isSame }: ReturnTrail) {
  return {
    returns,
    /** Whether the open product page is a return, 0 or 1. */
    returnNow: since === 0 ? 1 : 0,
    /** 1 on a return, a half one page later, a third after two; 0 before any return. */
    returnRecency: since === null ? 0 : 1 / (1 + since),
    /** Other items between the open page and its item's view before; 0 unless the open page is a return. */
    returnGap: since === 0 ? gap : 0,
    /** Whether the same product was open just before, 0 or 1. */
    sameItem: isSame ? 1 : 0,
  };
}
