import { Measurement } from "@sedge/protocol";
import * as v from "valibot";

const numbers = v.array(v.pipe(v.number(), v.finite()));

/** What a round has opened, noise and all, as it is kept for comparing the next with it. */
export const PublishedSums = v.strictObject({
  measurement: Measurement,
  counts: numbers,
  sums: numbers,
  people: v.number(),
  countStdDev: v.number(),
  sumStdDev: v.number(),
});
