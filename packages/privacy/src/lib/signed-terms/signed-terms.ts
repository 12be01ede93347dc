import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { domainBytes, utf8 } from "../domain.ts";
import { toBase64url } from "../base64url.ts";
import { groupElement } from "../group-element.ts";
import type { PrfKeyPair } from "../prf-share.ts";
import { nobleRandom, type RandomSource } from "../random-source.ts";

/**
 * An operator's signature of a public statement, made with the key share that a page can pin. Anyone with the public
 * key can verify it, and only the operator can make it, so an untrusted party can deliver the statement.
 */
export interface TermsSignature {
  /** Element, 32 bytes. */
  readonly evaluated: Uint8Array;
  /** 64 bytes. */
  readonly proof: Uint8Array;
}

/** What is evaluated. The statement is not in it but in the key, so that this is the same for all. */
const input = domainBytes("signed-terms-input");

/** Gives zeros, which noble makes the blind 1 of: nothing here is hidden. */
const unblinded: RandomSource = (bytes) => new Uint8Array(bytes);

/**
 * RFC 9497's POPRF mode with the statement as its public `info`: the proof shows knowledge of the key plus the
 * statement's hash. No evaluation of link tokens or ballots yields a signature, although anyone can request those on
 * any element: they are in VOPRF mode, whose proofs are hashed under another name.
 */
function modeFor(purpose: string, statement: string) {
  return ristretto255_oprf.poprf(domainBytes("signed-terms", purpose, toBase64url(sha256(utf8(statement)))));
}

/**
 * @param purpose - The kind of statement; a signature of one kind is invalid for another.
 * @param random - Source of the proof's nonce; a repeated or guessable one reveals the key.
 */
export function signTerms(key: PrfKeyPair, purpose: string, statement: string, random: RandomSource): TermsSignature {
  const mode = modeFor(purpose, statement);
  const { blinded } = mode.blind(input, key.publicKey, nobleRandom(unblinded));
  return mode.blindEvaluate(key.secretKey, blinded, nobleRandom(random));
}

/** Whether the holder of `publicKey` (32 bytes) signs exactly this statement. False for bytes that are no signature. */
export function isSignedBy(
  publicKey: Uint8Array,
  purpose: string,
  statement: string,
  signature: TermsSignature,
): boolean {
  try {
    groupElement(publicKey);
    groupElement(signature.evaluated);
    const mode = modeFor(purpose, statement);
    const { blind, blinded, tweakedKey } = mode.blind(input, publicKey, nobleRandom(unblinded));
    // noble checks a proof only on its way to an output, which means nothing here.
    mode.finalize(input, blind, signature.evaluated, blinded, signature.proof, tweakedKey);
    return true;
  } catch {
    return false;
  }
}
