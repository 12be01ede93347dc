import {
  ClusterAlgorithm,
  type Generation,
  MAX_DELTA,
  type RoundOrder,
  RoundRequest,
  type RoundId,
} from "@sedge/protocol";
import * as v from "valibot";
import type { Site } from "../site.ts";

const { epsilon, minPeople, maxPeople, spreadSeconds, shards, codebook } = RoundRequest.entries;
const delta = v.pipe(RoundRequest.entries.delta, v.maxValue(MAX_DELTA));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A site's rules for its rounds, with defaults. */
export const RoundRules = v.strictObject({
  /** What one round may cost each person at `delta`, with one operator's noise alone. */
  epsilon: v.optional(epsilon, 1),
  delta: v.optional(delta, MAX_DELTA),
  /** Fewer people, and nothing is opened: of some hundred, noise often makes a codebook that is paid for and not served. */
  minPeople: v.optional(minPeople, 5_000),
  maxPeople: v.optional(maxPeople, 1_000_000),
  /** How long a round collects. */
  seconds: v.optional(v.pipe(count, v.minValue(1), v.maxValue(90 * 86_400)), 7 * 86_400),
  /** Objects that collect side by side at each operator; each carries some tens of contributions a second. */
  shards: v.optional(shards, 4),
  algorithm: v.optional(ClusterAlgorithm, "auto"),
  clusters: v.exactOptional(v.unwrap(codebook.entries.clusters)),
  sensitiveFeatures: v.optional(codebook.entries.sensitiveFeatures, []),
  /** A device waits at most this long between its ballot and its contribution. */
  spreadSeconds: v.optional(spreadSeconds, 900),
  /** Days from the end of a round to the next; null: only by order. */
  everyDays: v.optional(v.nullable(v.pipe(v.number(), v.minValue(1), v.maxValue(3_650))), null),
  /** The same where the population has moved by more than the noise explains. */
  everyDaysInDrift: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(3_650)), 7),
});
export type RoundRules = v.InferOutput<typeof RoundRules>;

const RulesRow = v.strictObject({ site: v.string(), rules: v.pipe(v.string(), v.parseJson(), RoundRules) });

/** A site's rules. */
export async function roundRulesOf(database: D1Database, site: string): Promise<RoundRules> {
  const row = await database.prepare("SELECT site, rules FROM round_rules WHERE site = ?").bind(site).first();
  return row === null ? v.parse(RoundRules, {}) : v.parse(RulesRow, row).rules;
}

/** The sites that have rules of their own. What these are is read for each site by itself, as one may be invalid. */
export async function sitesWithRules(database: D1Database): Promise<string[]> {
  const { results } = await database.prepare("SELECT site FROM round_rules ORDER BY site").all();
  return results.map((row) => v.parse(v.strictObject({ site: v.string() }), row).site);
}

/** A request without this operator's ballot key, which the RoundKeeper adds. */
export type UnkeyedRequest = Omit<RoundRequest, "ballotKey">;

/** What an order to open a round may override. */
export type OpenOrder = Omit<RoundOrder & { action: "open" }, "action">;

/** The request to the second operator for a round by these rules, with an order's overrides. */
export function requestBy(
  rules: RoundRules,
  order: OpenOrder,
  { round, site, generation, now }: { round: RoundId; site: Site; generation: Generation; now: number },
): UnkeyedRequest {
  const effective = { ...rules, ...order };
  const { epsilon, delta, minPeople, maxPeople, spreadSeconds, shards, algorithm, clusters, sensitiveFeatures } =
    effective;
  return {
    round,
    generation,
    epsilon,
    delta,
    minPeople,
    maxPeople,
    deadline: now + effective.seconds,
    spreadSeconds,
    shards,
    codebook: { minPeople: site.minPeople, algorithm, ...(clusters !== undefined && { clusters }), sensitiveFeatures },
  };
}
