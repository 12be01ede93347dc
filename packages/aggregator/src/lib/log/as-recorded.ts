import { fromBase64url } from "@sedge/privacy/base64url";
import { MAX_DELTA } from "@sedge/protocol";
import type { Statement } from "@sedge/transparency/statement";
import { epochsOf } from "../prf-keys.ts";
import { type AggregatorEnv, settingsOf } from "../settings.ts";

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Whether a statement agrees with what this operator knows: its own keys of the epochs, the codebook that it has published last, and
 * bounds of rounds that it would sign.
 */
export async function isAsRecorded(
  env: AggregatorEnv,
  { site, epochs, codebook, rounds }: Statement,
): Promise<boolean> {
  const settings = settingsOf(env);
  const { epochs: own } = await epochsOf(env, site);
  const areOwnKeys = epochs.every(({ epoch, aggregatorKey }) =>
    own.some((one) => one.epoch === epoch && one.publicKey === aggregatorKey),
  );
  const newest = await env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName(site)).current();
  const isNewest = codebook.generation === newest.generation && hexOf(fromBase64url(codebook.hash)) === newest.sha256;
  const isSignable =
    rounds.minPeople >= settings.LEARNING_MIN_PEOPLE &&
    rounds.spreadSeconds >= settings.LEARNING_MIN_SPREAD_SECONDS &&
    rounds.delta <= MAX_DELTA;
  return areOwnKeys && isNewest && isSignable;
}
