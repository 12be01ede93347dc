import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { rhoOf } from "@sedge/privacy/accountant";
import type { EpochKeys, Manifest } from "@sedge/protocol";
import { canonicalJson, type Statement } from "@sedge/transparency/statement";
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
 */
export function contentOf(
  manifest: Manifest,
  rules: RoundRules,
  settings: Pick<Settings, "POLICY_HASHES" | "SDK_HASHES">,
  edge: string,
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
    metrics: null,
    sdk: settings.SDK_HASHES.map(statedHash),
    witnesses: [],
  };
}

/** Whether a statement says this. */
export function isStated(content: StatementContent, statement: Statement): boolean {
  const { kind, site, number, history, previousSize, issued, expires } = statement;
  const placed = { kind, site, number, history, previousSize, issued, expires, ...content };
  return canonicalJson(placed) === canonicalJson(statement);
}
