import * as v from "valibot";
import { ConnectorKey } from "./connector-message.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const window = v.strictObject({ spent: count, limit: count });
const spending = { minute: window, day: window, refusedToday: count };

/** What an operator sees of the PRF's use: blinded elements of the running minute and day (UTC). No address, no token. */
export const PrfBudgetReport = v.strictObject({
  /** Seconds since 1970. */
  now: count,
  /** Requests of pages, which nobody signs: the whole site's. */
  pages: v.strictObject(spending),
  connectors: v.array(
    v.strictObject({
      key: ConnectorKey,
      ...spending,
      /** At the edge, which alone answers these: items delivered, clusters read, exports begun. */
      deliveries: v.optional(v.strictObject(spending)),
      reads: v.optional(v.strictObject(spending)),
      exports: v.optional(v.strictObject(spending)),
    }),
  ),
  /** How many network addresses are counted today, and how many of them were refused something. Null at the aggregator, which sees none. */
  addresses: v.nullable(v.strictObject({ counted: count, refused: count })),
});
export type PrfBudgetReport = v.InferOutput<typeof PrfBudgetReport>;
