import * as v from "valibot";
import weights from "../../../../../models/cluster-intents/weights.json";
import { IntentModel } from "@sedge/clustering/card";
import { highestIdIn } from "@sedge/clustering/codebook";
import { METHOD, repeatedGeneration } from "@sedge/clustering/repeat";
import { publishedSums, type PublishedSums } from "@sedge/operator";
import { ContributionError, decodeSum, openSums } from "@sedge/privacy/contribution";
import {
  type AbandonReason,
  Codebook,
  Generation,
  GenerationReport,
  type GenerationSums,
  type RoundEnd,
  type RoundRequest,
  type RoundTerms,
  shapeOfMeasurement,
} from "@sedge/protocol";
import type { CodebookRegistry } from "../codebook-registry.ts";
import { publishedStdDev } from "./round-terms.ts";

/** The bundled model of what visitors do next at each point of a visit. */
const CLUSTER_INTENTS = v.parse(IntentModel, weights);

/** The generation that the round measured on. */
interface LastGeneration {
  readonly codebook: Codebook;
  /** Of its exact bytes. */
  readonly sha256: string;
  /** Undefined for the prior's. */
  readonly report: GenerationReport | undefined;
  /** What it was made of; undefined for the prior, and for one of a release that did not publish sums. */
  readonly sums: GenerationSums | undefined;
}

/**
 * Opens the sum of both operators' noised shares. Everything from here on is public: the fields are listed one by one, so that nothing
 * else of the round is published.
 *
 * @param people - Number of counted votes.
 * @throws ContributionError for a share that is not a sum of this round.
 */
async function openedSums(
  site: string,
  request: RoundRequest,
  { measurement, noise, generation, round }: RoundTerms,
  people: number,
  [edge, aggregator]: readonly [Uint8Array, Uint8Array],
  last: LastGeneration,
): Promise<PublishedSums | undefined> {
  const shape = shapeOfMeasurement(measurement);
  const { counts, sums } = openSums(shape, decodeSum(shape, edge), decodeSum(shape, aggregator));
  const document = {
    site,
    method: METHOD,
    generation: generation + 1,
    round,
    previous: {
      codebook: last.sha256,
      sums: last.codebook.sums ?? null,
      highestId: Math.max(last.report?.highestId ?? 0, highestIdIn(last.codebook)),
    },
    making: request.codebook,
    measurement,
    people,
    countStdDev: publishedStdDev(noise.countStdDev),
    sumStdDev: publishedStdDev(noise.sumStdDev),
    counts,
    sums,
  };
  return publishedSums(new TextEncoder().encode(JSON.stringify(document)));
}

/** Sums in the form of an older release are no error: drift is then measured from the next round on. */
const KeptReport = v.optional(v.pipe(v.string(), v.parseJson(), GenerationReport));
const CodebookText = v.pipe(v.string(), v.parseJson(), Codebook);

/** The newest generation with what was published beside it. */
export async function lastGeneration(registry: DurableObjectStub<CodebookRegistry>): Promise<LastGeneration> {
  const { bytes, sha256, report, sums } = await registry.current();
  const kept = sums === null ? undefined : await publishedSums(new TextEncoder().encode(sums));
  return {
    codebook: v.parse(CodebookText, new TextDecoder().decode(bytes)),
    sha256,
    report: v.parse(KeptReport, report ?? undefined),
    sums: kept?.document,
  };
}

/** Publishes the next generation from a round's sums, or returns why not. Repeating it returns the first result. */
export async function publishNext(
  registry: DurableObjectStub<CodebookRegistry>,
  site: string,
  request: RoundRequest,
  terms: RoundTerms,
  people: number,
  shares: readonly [Uint8Array, Uint8Array],
): Promise<RoundEnd> {
  const last = await lastGeneration(registry);
  const generation = v.parse(Generation, terms.generation + 1);
  if (last.codebook.generation === generation) return published(registry, generation, last.report?.openNext ?? false);
  if (last.codebook.generation !== terms.generation) return abandoned("not-the-next-generation");
  const sums = await opened(() => openedSums(site, request, terms, people, shares, last));
  if (!sums) return abandoned("implausible-sums");
  const next = repeatedGeneration(sums.document, sums.sha256, last, CLUSTER_INTENTS);
  if (next.result === "refused") return abandoned(next.reason);
  const beside = { report: JSON.stringify(next.report), sums: sums.text };
  const result = await registry.publish(new TextEncoder().encode(next.text), beside);
  if (result === "not-the-next-generation") return abandoned(result);
  if (result !== "accepted") return abandoned("invalid-codebook");
  return published(registry, generation, next.report.openNext);
}

function abandoned(reason: AbandonReason): RoundEnd {
  return { state: "abandoned", reason };
}

/** A share of the edge that is no sum of this round is rejected. */
async function opened(work: () => Promise<PublishedSums | undefined>): Promise<PublishedSums | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ContributionError) return undefined;
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
