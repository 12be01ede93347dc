import { RoundRequest, RoundTerms } from "@sedge/protocol";
import * as v from "valibot";
import { RoundProgress } from "./round-progress.ts";

/** A round as one operator keeps it. */
export const RoundRecord = v.strictObject({
  request: RoundRequest,
  /** Null at the edge until the aggregator has agreed. */
  terms: v.nullable(RoundTerms),
  progress: RoundProgress,
});
export type RoundRecord = v.InferOutput<typeof RoundRecord>;
