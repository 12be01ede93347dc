import { leastSpread, windowMeasure } from "@sedge/metrics/task";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { rhoOf } from "@sedge/privacy/accountant";
import type { EpochKeys, Manifest } from "@sedge/protocol";
import { canonicalJson, type Statement } from "@sedge/transparency/statement";
import type { PublishedPlan } from "../metrics/metric-plans.ts";
import type { RoundRules } from "../rounds/round-rules.ts";
import type { Settings } from "../settings.ts";

/** What a statement says about the site, without its place in the site's history. */
export type StatementContent = Omit<
  Statement,
  "kind" | "site" | "number" | "history" | "previousSize" | "succession" | "issued" | "expires"
>;

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** SHA-256 in hex, as statements spell it. */
export function statedHash(hex: string): string {
  return toBase64url(bytesOfHex(hex));
}

/** SHA-256 as a statement spells it, in hex. */
export function hexOfStated(hash: string): string {
  return Array.from(fromBase64url(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What the edge would state now: what its manifest says, and the bounds of the site's rounds.
 *
 * @param edge - The edge's public key.
 * @param plan - The site's metric plan, if it has one.
 */
export function contentOf(
  manifest: Manifest,
  rules: RoundRules,
  settings: Pick<Settings, "LEARNING_MIN_SPREAD_SECONDS" | "POLICY_HASHES" | "SDK_HASHES">,
  edge: string,
  plan: PublishedPlan | undefined,
): StatementContent {
  const { site, trustTier, minPeople, policyVersion, codebook } = manifest;
  const { previous, ...current } = manifest.prf;
  const epochs: EpochKeys[] = [...(previous ? [previous] : []), current];
  const policy = settings.POLICY_HASHES[site];
  return {
    trustTier,
    minPeople,
    policyVersion,
    policy: policy === undefined ? null : statedHash(policy),
    edge,
    epochs,
    codebook: { generation: codebook.generation, hash: statedHash(codebook.sha256) },
    rounds: {
      minPeople: rules.minPeople,
      rho: rhoOf(rules.epsilon, rules.delta),
      delta: rules.delta,
      spreadSeconds: rules.spreadSeconds,
    },
    metrics: plan ? metricsOf(plan, settings) : null,
    sdk: settings.SDK_HASHES.map(statedHash),
    witnesses: [],
  };
}

/** What a device must trust about all windows of a plan: the fewest people, the dearest vote, the shortest window and wait. */
function metricsOf(
  { plan, sha256 }: PublishedPlan,
  { LEARNING_MIN_SPREAD_SECONDS }: Pick<Settings, "LEARNING_MIN_SPREAD_SECONDS">,
): StatementContent["metrics"] {
  const lengths = plan.windows.map(({ seconds }) => seconds);
  const measures = lengths.map((seconds) => windowMeasure(plan, seconds));
  return {
    plan: sha256,
    minPeople: Math.min(...measures.map(({ minPeople }) => minPeople)),
    rho: Math.max(...measures.map(({ rho }) => rho)),
    windowSeconds: Math.min(...lengths),
    spreadSeconds: Math.min(...lengths.map((seconds) => leastSpread(seconds, LEARNING_MIN_SPREAD_SECONDS))),
  };
}

/** Whether a statement says this. */
export function isStated(content: StatementContent, statement: Statement): boolean {
  const { kind, site, number, history, previousSize, issued, expires } = statement;
  const placed = { kind, site, number, history, previousSize, issued, expires, ...content };
  return canonicalJson(placed) === canonicalJson(statement);
}
