import * as v from "valibot";
import weights from "../../../../../models/cluster-intents/weights.json";
import { ContributionError, decodeSum, openSums } from "@sedge/privacy/contribution";
import {
  Codebook,
  Generation,
  GenerationReport,
  Measurement,
  type RoundEnd,
  type RoundRequest,
  type RoundTerms,
  type AbandonReason,
  shapeOfMeasurement,
} from "@sedge/protocol";
import type { CodebookRegistry } from "../codebook-registry.ts";
import { IntentModel } from "@sedge/clustering/card";
import { highestIdIn, nextCodebook, type RoundSums } from "@sedge/clustering/codebook";
import { publishedStdDev } from "./round-terms.ts";

/** The bundled model of what visitors do next at each point of a visit. */
const CLUSTER_INTENTS = v.parse(IntentModel, weights);

/** The next generation from a round's sums, or why none was made. */
type NextGeneration =
  | { readonly codebook: Codebook; readonly report: GenerationReport; readonly sums: RoundSums }
  | { readonly reason: AbandonReason };

/** The generation that the round measured on. */
interface LastGeneration {
  readonly codebook: Codebook;
  /** Undefined for the prior's. */
  readonly report: GenerationReport | undefined;
  /** What the round before has published; undefined for the first. */
  readonly sums: RoundSums | undefined;
}

/**
 * Opens the sum of both operators' noised shares, and makes the next codebook. Everything from here on is public.
 * @param people - Number of counted votes.
 * @throws ContributionError for a share that is not a sum of this round.
 */
function nextGeneration(
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
  return next.result === "published" ? { codebook: next.codebook, report: next.report, sums } : { reason: next.reason };
}

const numbers = v.array(v.pipe(v.number(), v.finite()));

/** What a round opened, noise included, as it is stored to compare the next round with it. */
const PublishedSums = v.strictObject({
  measurement: Measurement,
  counts: numbers,
  sums: numbers,
  people: v.number(),
  countStdDev: v.number(),
  sumStdDev: v.number(),
});

/** Sums that are missing are no error: drift is then measured from the next round on. */
const KeptReport = v.optional(v.pipe(v.string(), v.parseJson(), GenerationReport));
const KeptSums = v.optional(v.pipe(v.string(), v.parseJson(), PublishedSums));
const CodebookText = v.pipe(v.string(), v.parseJson(), Codebook);

/** The newest generation with what was published beside it. */
export async function lastGeneration(registry: DurableObjectStub<CodebookRegistry>): Promise<LastGeneration> {
  const { bytes, report, sums } = await registry.current();
  return {
    codebook: v.parse(CodebookText, new TextDecoder().decode(bytes)),
    report: v.parse(KeptReport, report ?? undefined),
    sums: v.parse(KeptSums, sums ?? undefined),
  };
}

/** Publishes the next generation from a round's sums, or returns why not. Repeating it returns the first result. */
export async function publishNext(
  registry: DurableObjectStub<CodebookRegistry>,
  request: RoundRequest,
  terms: RoundTerms,
  people: number,
  shares: readonly [Uint8Array, Uint8Array],
): Promise<RoundEnd> {
  const last = await lastGeneration(registry);
  const generation = v.parse(Generation, terms.generation + 1);
  if (last.codebook.generation === generation) return published(registry, generation, last.report?.openNext ?? false);
  if (last.codebook.generation !== terms.generation) return { state: "abandoned", reason: "not-the-next-generation" };
  const next = opened(() => nextGeneration(request, terms, people, shares, last));
  if ("reason" in next) return { state: "abandoned", reason: next.reason };
  const bytes = new TextEncoder().encode(JSON.stringify(next.codebook));
  const beside = { report: JSON.stringify(next.report), sums: JSON.stringify(next.sums) };
  const result = await registry.publish(bytes, beside);
  if (result === "not-a-codebook") return { state: "abandoned", reason: "invalid-codebook" };
  if (result !== "accepted") return { state: "abandoned", reason: "not-the-next-generation" };
  return published(registry, generation, next.report.openNext);
}

/** A share of the edge that is no sum of this round is rejected. */
function opened(work: () => ReturnType<typeof nextGeneration>): ReturnType<typeof nextGeneration> {
  try {
    return work();
  } catch (error) {
    if (error instanceof ContributionError) return { reason: "implausible-sums" };
    throw error;
  }
}

async function published(
  registry: DurableObjectStub<CodebookRegistry>,
  generation: Generation,
  hasDrifted: boolean,
): Promise<RoundEnd> {
  const { sha256 } = await registry.current();
  return { state: "published", generation, sha256, hasDrifted };
}
