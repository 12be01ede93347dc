import { IntentModel } from "@sedge/clustering/card";
import { highestIdIn, nextCodebook, type RoundSums } from "@sedge/clustering/codebook";
import { decodeSum, openSums } from "@sedge/privacy/contribution";
import {
  type AbandonReason,
  type Codebook,
  type GenerationReport,
  type RoundRequest,
  type RoundTerms,
  shapeOfMeasurement,
} from "@sedge/protocol";
import * as v from "valibot";
import weights from "../../../../../models/cluster-intents/weights.json";
import { publishedStdDev } from "./round-terms.ts";

/** The bundled model of what visitors do next at each point of a visit. */
const CLUSTER_INTENTS = v.parse(IntentModel, weights);

/** The next generation from a round's sums, or why there is none. */
export type NextGeneration =
  | { readonly codebook: Codebook; readonly report: GenerationReport; readonly sums: RoundSums }
  | { readonly reason: AbandonReason };

/** The generation that the round measured on. */
export interface LastGeneration {
  readonly codebook: Codebook;
  /** Undefined for the prior's. */
  readonly report: GenerationReport | undefined;
  /** What the round before has published; undefined for the first. */
  readonly sums: RoundSums | undefined;
}

/**
 * Opens the sum of both operators' noised shares, and makes the next codebook. Everything from here on is public.
 * @param people - How many votes were counted.
 * @throws ContributionError for a share that is no sum of this round.
 */
export function nextGeneration(
  request: RoundRequest,
  { measurement, noise }: RoundTerms,
  people: number,
  [edge, aggregator]: readonly [Uint8Array, Uint8Array],
  last: LastGeneration,
): NextGeneration {
  const shape = shapeOfMeasurement(measurement);
  const opened = openSums(shape, decodeSum(shape, edge), decodeSum(shape, aggregator));
  const sums: RoundSums = {
    measurement,
    ...opened,
    people,
    countStdDev: publishedStdDev(noise.countStdDev),
    sumStdDev: publishedStdDev(noise.sumStdDev),
  };
  const next = nextCodebook({
    codebook: last.codebook,
    round: sums,
    ...(last.sums && { last: last.sums }),
    highestId: last.report?.highestId ?? highestIdIn(last.codebook),
    ...request.codebook,
    intents: CLUSTER_INTENTS,
  });
  return next.outcome === "published"
    ? { codebook: next.codebook, report: next.report, sums }
    : { reason: next.reason };
}
