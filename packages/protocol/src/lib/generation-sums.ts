import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { Generation } from "./codeword.ts";
import { ClusterAlgorithm } from "./generation-report.ts";
import { MAX_CLUSTERS, MAX_CODEBOOK_FEATURES } from "./limits.ts";
import { Measurement, shapeOfMeasurement } from "./measurement.ts";
import { RoundId } from "./round.ts";
import { RoundSignature } from "./round-signature.ts";
import { Sha256Hex } from "./sha256-hex.ts";
import { SiteId } from "./site-id.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const noisy = v.array(v.pipe(v.number(), v.safeInteger()));

const GenerationSumsFields = v.object({
  site: SiteId,
  /** Version of the computation: see `METHOD` of `@sedge/clustering/repeat`. */
  method: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** What they make. */
  generation: Generation,
  round: RoundId,
  /** What the round was measured on. */
  previous: v.object({
    codebook: Sha256Hex,
    /** Of the sums that made it; null where no round did. */
    sums: v.nullable(Sha256Hex),
    /** Highest number that a cluster id of the site had. */
    highestId: count,
  }),
  /** How the codebook is made: the order of the round. */
  making: v.object({
    minPeople: v.pipe(count, v.minValue(2)),
    algorithm: ClusterAlgorithm,
    clusters: v.exactOptional(v.pipe(count, v.minValue(1), v.maxValue(MAX_CLUSTERS))),
    sensitiveFeatures: v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(MAX_CODEBOOK_FEATURES)),
  }),
  measurement: Measurement,
  /** Votes that were counted, without noise: each spent a ballot, and a vote in no cell counts too. */
  people: count,
  /** Standard deviation of the noise in each count, both operators' together, in people. */
  countStdDev: positive,
  /** The same of each sum, in a vote's steps; 0 only where there are none. */
  sumStdDev: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Votes in each cell, noise included. */
  counts: noisy,
  /** The coordinates of the first cell, then of the second, and so on, in a vote's steps, noise included. */
  sums: noisy,
});

/**
 * All that a generation was computed from: noisy sums and published figures, and nothing of one person. Served as the exact bytes that
 * the codebook's `sums` names, so that anybody can repeat the codebook (`sedge verify generation`). Sums without noise are not valid.
 */
export const GenerationSums = v.pipe(
  GenerationSumsFields,
  v.check(({ measurement, counts, sums }) => {
    const { cells, coordinates } = shapeOfMeasurement(measurement);
    return counts.length === cells && sums.length === cells * coordinates;
  }, "sums and measurement differ in length"),
  v.check(({ sums, sumStdDev }) => sums.length === 0 || sumStdDev > 0, "the sums have no noise"),
);
export type GenerationSums = v.InferOutput<typeof GenerationSums>;

/** What kind of statement {@link GenerationSignature} is: see `@sedge/privacy/signed-terms`. */
export const GENERATION_PURPOSE = "generation";

/** The aggregator's word that it made a codebook from these sums, under its current PRF key share of the site. */
export const GenerationSignature = v.object({
  generation: Generation,
  codebook: Sha256Hex,
  sums: Sha256Hex,
  /** The aggregator's public key that it is signed with. */
  aggregatorKey: base64url(32),
  signature: RoundSignature,
});
export type GenerationSignature = v.InferOutput<typeof GenerationSignature>;

/** The text that is signed. */
export function generationText(
  site: string,
  { generation, codebook, sums }: Pick<GenerationSignature, "generation" | "codebook" | "sums">,
): string {
  return JSON.stringify([site, generation, codebook, sums]);
}
