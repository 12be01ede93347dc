import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { RandomSource } from "@sedge/privacy/prf";
import { type ConsentReceipt, type EpochKeys, type Manifest, PrfResponse, type PrfShare } from "@sedge/protocol";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { SedgeError } from "../../sedge-error.ts";
import { lazyChunks } from "../lazy-chunks.ts";
import type { StoredKeys } from "../storage/stored-keys.ts";
import { type Send, readAnswer } from "../wire/wire.ts";
import type { NormalisedIdentifier } from "./normalised-identifier.ts";

/** Either the keys, or the refusal's code and whether a later try may succeed. */
export type Evaluated =
  | { readonly ok: true; readonly keys: StoredKeys[] }
  | {
      readonly ok: false;
      readonly code: SedgeErrorCode;
      readonly isTransient: boolean;
      readonly retryAfterSeconds: number;
    };

/**
 * Turns identifiers into keys with both operators' help: blinds them, asks, checks both proofs against the keys in the
 * manifest, unblinds and derives. While keys rotate it does so in both epochs, and goes without the epoch before where
 * that can't be had. The cryptography is loaded now, not before.
 *
 * @throws SedgeError `code-unavailable` while the cryptography can't be loaded; `bad-proof` or `bad-group-element` when an operator's answer is not what its key would give.
 */
export async function evaluate(
  identifiers: readonly NormalisedIdentifier[],
  manifest: Manifest,
  receipt: ConsentReceipt,
  send: Send,
  random: RandomSource,
): Promise<Evaluated> {
  const { site, prf } = manifest;
  const current = await evaluateIn(prf, site, identifiers, receipt, send, random);
  if (!current.ok || !prf.previous) return current;
  const previous = await evaluateIn(prf.previous, site, identifiers, receipt, send, random);
  return previous.ok ? { ok: true, keys: [...current.keys, ...previous.keys] } : current;
}

async function evaluateIn(
  { epoch, edgeKey, aggregatorKey }: EpochKeys,
  site: string,
  identifiers: readonly NormalisedIdentifier[],
  receipt: ConsentReceipt,
  send: Send,
  random: RandomSource,
): Promise<Evaluated> {
  const [prf, { deriveLinkKeys }] = await Promise.all([lazyChunks.prf(), lazyChunks.linkKey()]);
  const blindings = identifiers.map(({ input }) => prf.blind(input, random));
  const body = { epoch, blinded: blindings.map(({ blinded }) => toBase64url(blinded)), receipt };
  const answer = readAnswer(PrfResponse, await send({ route: "prf", body }));
  if (!answer.ok) {
    const { code, status, retryAfterSeconds = 0 } = answer;
    return {
      ok: false,
      code,
      isTransient: status < 400 || status >= 500 || status === 429 || status === 408,
      retryAfterSeconds,
    };
  }
  const { edge, aggregator } = answer.value;
  try {
    const outputs = prf.finalize(blindings, [published(edgeKey, edge), published(aggregatorKey, aggregator)]);
    const keys = identifiers.map(async ({ kind }, index) => {
      const output = outputs[index];
      if (!output) throw new SedgeError("bad-proof", "An operator answered for fewer identifiers than were asked.");
      return { kind, epoch, ...(await deriveLinkKeys(output, site, epoch)) };
    });
    return { ok: true, keys: await Promise.all(keys) };
  } catch (error) {
    if (error instanceof prf.PrfError)
      throw new SedgeError(error.code, "An operator's answer is not what its key gives.");
    throw error;
  }
}

function published(publicKey: string, { evaluated, proof }: PrfShare) {
  return { publicKey: fromBase64url(publicKey), evaluated: evaluated.map(fromBase64url), proof: fromBase64url(proof) };
}
