import type { OperatorWork } from "./operator-work.ts";

/** Dollars for a million contributions, for both operators together. */
export interface MillionPrice {
  readonly requests: number;
  readonly processor: number;
  readonly objects: number;
  readonly rows: number;
}

/** Cloudflare's list prices of the paid plan beyond the included usage, in dollars per million: pricing pages of Workers, Durable Objects and D1 (2026). */
const REQUEST = 0.3;
const PROCESSOR_MS = 0.02;
const OBJECT_REQUEST = 0.15;
const OBJECT_GB_SECOND = 12.5;
const ROW_WRITTEN = 1;

/** A contribution makes two requests to the edge. The edge makes one to the aggregator per ballot, and one per 32 contributions. */
const REQUESTS = 3 + 1 / 32;
/** Ballot budgets of both, the shard that stores the report, and both shards once per 32. */
const OBJECT_REQUESTS = 3 + 2 / 32;
/** Two budgets; the report, its batch and its end; the spent ballot. */
const ROWS = 6;
/** Charged memory of an object. */
const OBJECT_GB = 0.128;

/** The list price of a million contributions, from the measured work of both operators. */
export function millionPrice({ ballotMs, checkMs }: OperatorWork): MillionPrice {
  return {
    requests: REQUESTS * REQUEST,
    processor: (ballotMs + checkMs) * PROCESSOR_MS,
    objects: OBJECT_REQUESTS * OBJECT_REQUEST + (checkMs / 1000) * OBJECT_GB * OBJECT_GB_SECOND,
    rows: ROWS * ROW_WRITTEN,
  };
}
