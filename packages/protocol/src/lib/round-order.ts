import * as v from "valibot";
import { Generation } from "./codeword.ts";
import { ClusterAlgorithm } from "./generation-report.ts";
import { MAX_CLUSTERS, MAX_CODEBOOK_FEATURES, MAX_DELTA } from "./limits.ts";
import { Sha256Hex } from "./sha256-hex.ts";
import { AcceptedDigest, SumShare } from "./report-batch.ts";
import { AbandonReason, PrivacySpent, RoundId, RoundState, RoundTerms } from "./round.ts";

const { delta, minPeople, maxPeople, deadline, spreadSeconds, shards } = RoundTerms.entries;
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const clusters = v.pipe(count, v.minValue(1), v.maxValue(MAX_CLUSTERS));
const sensitiveFeatures = v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(MAX_CODEBOOK_FEATURES));

/** Edge to aggregator: a round is wanted. The aggregator answers its terms, the same again for the same round. */
export const RoundRequest = v.strictObject({
  round: RoundId,
  generation: Generation,
  /** What the round may cost each person at `delta`, either operator's noise taken away. */
  epsilon: v.pipe(v.number(), v.gtValue(0), v.maxValue(20)),
  delta,
  minPeople,
  maxPeople,
  deadline,
  spreadSeconds,
  shards,
  /** The edge's public ballot key of the round. */
  ballotKey: RoundTerms.entries.ballotKeys.entries.edge,
  /** How the next codebook is made. */
  codebook: v.strictObject({
    /** k of the site: no cell is published with fewer people. */
    minPeople,
    algorithm: ClusterAlgorithm,
    /** How many clusters; absent: as many as the score says. */
    clusters: v.exactOptional(clusters),
    /** Features that no cluster may be defined mainly by. */
    sensitiveFeatures,
  }),
});
export type RoundRequest = v.InferOutput<typeof RoundRequest>;

/** What both operators have accepted; they continue only if they agree. */
export const AcceptedSet = v.strictObject({ people: count, digest: AcceptedDigest });
export type AcceptedSet = v.InferOutput<typeof AcceptedSet>;

/** Edge to aggregator: the edge's share of the sum, with the edge's noise. */
export const OpeningRequest = v.strictObject({ sum: SumShare });
export type OpeningRequest = v.InferOutput<typeof OpeningRequest>;

/** Edge to aggregator: the round ends without a result. */
export const AbandonRequest = v.strictObject({ reason: AbandonReason });
export type AbandonRequest = v.InferOutput<typeof AbandonRequest>;

/** Result of a round that is over. */
export const RoundEnd = v.variant("state", [
  v.object({
    state: v.literal("published"),
    generation: Generation,
    sha256: Sha256Hex,
    /** Whether the population has moved by more than the noise explains, so that the next round should not wait. */
    hasDrifted: v.boolean(),
  }),
  v.object({ state: v.literal("abandoned"), reason: AbandonReason }),
]);
export type RoundEnd = v.InferOutput<typeof RoundEnd>;

/** Aggregator to edge: the state of the round. */
export const RoundStanding = v.object({ state: RoundState, end: v.nullable(RoundEnd) });
export type RoundStanding = v.InferOutput<typeof RoundStanding>;

/** Operator to itself. `open` begins a round by the site's rules, or by these; `close` ends collecting; `abandon` ends all. */
export const RoundOrder = v.variant("action", [
  v.strictObject({
    action: v.literal("open"),
    epsilon: v.exactOptional(RoundRequest.entries.epsilon),
    delta: v.exactOptional(v.pipe(delta, v.maxValue(MAX_DELTA))),
    minPeople: v.exactOptional(minPeople),
    maxPeople: v.exactOptional(maxPeople),
    seconds: v.exactOptional(v.pipe(count, v.minValue(1), v.maxValue(90 * 86_400))),
    spreadSeconds: v.exactOptional(spreadSeconds),
    shards: v.exactOptional(shards),
    algorithm: v.exactOptional(ClusterAlgorithm),
  }),
  v.strictObject({ action: v.literal("close") }),
  v.strictObject({ action: v.literal("abandon") }),
]);
export type RoundOrder = v.InferOutput<typeof RoundOrder>;

/** Operator to itself: the rounds of a site, latest first, and what they have spent. Counts, and nothing of who took part. */
export const RoundReport = v.object({
  rounds: v.array(
    v.object({
      round: RoundId,
      state: RoundState,
      generation: Generation,
      deadline,
      minPeople,
      /** Known once collecting is over; null before, and at the aggregator until it has agreed. */
      people: v.nullable(count),
      /** What it costs each person if it is opened; null until both operators have agreed. */
      rho: v.nullable(RoundTerms.entries.rho),
      end: v.nullable(RoundEnd),
      /** For a round that still collects: reports by their state. Otherwise null. */
      reports: v.nullable(v.object({ waiting: count, counted: count, refused: count })),
    }),
  ),
  spent: PrivacySpent,
});
export type RoundReport = v.InferOutput<typeof RoundReport>;
