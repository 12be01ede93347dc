import * as v from "valibot";
import { ConnectorKey } from "./connector-message.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const window = v.object({ spent: count, limit: count });
const spending = { minute: window, day: window, refusedToday: count };

/** What an operator sees of the PRF's use: blinded elements of the running minute and day (UTC). No address, no token. */
export const PrfBudgetReport = v.object({
  /** Seconds since 1970. */
  now: count,
  /** Requests of pages, which are unsigned: the whole site's. */
  pages: v.object(spending),
  connectors: v.array(
    v.object({
      key: ConnectorKey,
      ...spending,
      /** At the edge, which alone answers these: items delivered, clusters read, exports begun. */
      deliveries: v.optional(v.object(spending)),
      reads: v.optional(v.object(spending)),
      exports: v.optional(v.object(spending)),
    }),
  ),
  /** How many network addresses are counted today, and how many of them were refused something. Null at the aggregator, which sees none. */
  addresses: v.nullable(v.object({ counted: count, refused: count })),
});
export type PrfBudgetReport = v.InferOutput<typeof PrfBudgetReport>;
