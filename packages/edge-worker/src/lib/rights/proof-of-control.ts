import { parseJson, Refusal, utf8Text } from "@sedge/operator";
import { fromBase64url } from "@sedge/privacy/base64url";
import {
  type LinkToken,
  type LoginKey,
  MAX_PROOF_SECONDS,
  Nonce,
  ProofClaims,
  ProofHeader,
  type ProofPurpose,
} from "@sedge/protocol";
import * as v from "valibot";
import { digestId } from "../digest-id.ts";
import type { Identity } from "../identity/client/identity.ts";

/** How far the login's clock may be ahead, in seconds. */
const MAX_AHEAD_SECONDS = 60;

/** What a proof must match. */
interface Expected {
  readonly site: string;
  readonly purpose: ProofPurpose;
  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * Checks a proof of control: a JWT by one of the site's login keys, for this site and purpose, valid now and never seen before.
 * The algorithm is fixed, and the key is the one that `kid` names among the registered, never one that the proof brings along.
 * @returns The tokens that it is bound to.
 * @throws {Refusal} `bad-proof-of-control`
 */
export async function checkProof(
  proof: string,
  keys: readonly LoginKey[],
  { site, purpose, now }: Expected,
  identity: Pick<Identity, "admit">,
): Promise<ReadonlySet<LinkToken>> {
  const [head = "", body = "", signature = ""] = proof.split(".");
  const { kid } = read(ProofHeader, head);
  const key = keys.find((one) => one.key === kid && (one.notAfter === null || one.notAfter > now));
  if (!key || !(await verifies(key.key, `${head}.${body}`, signature))) throw refused();
  const claims = read(ProofClaims, body);
  const isOfRequest = claims.aud === site && claims.purpose === purpose;
  const isValidNow = claims.iat <= now + MAX_AHEAD_SECONDS && claims.exp > now;
  if (!isOfRequest || !isValidNow || claims.exp - claims.iat > MAX_PROOF_SECONDS) throw refused();
  const [first] = claims.tokens;
  if (first === undefined) throw refused();
  const { isFresh } = await identity.admit([first], await nonceOf(kid, claims.jti), now);
  if (!isFresh) throw refused();
  return new Set(claims.tokens);
}

function refused(): Refusal {
  return new Refusal("bad-proof-of-control");
}

function read<Schema extends v.GenericSchema>(schema: Schema, part: string): v.InferOutput<Schema> {
  try {
    return parseJson(schema, utf8Text(fromBase64url(part)) ?? "");
  } catch {
    throw refused();
  }
}

async function verifies(key: string, text: string, signature: string): Promise<boolean> {
  try {
    const algorithm = { name: "Ed25519" };
    const publicKey = await crypto.subtle.importKey("raw", fromBase64url(key), algorithm, false, ["verify"]);
    return await crypto.subtle.verify(algorithm, publicKey, fromBase64url(signature), new TextEncoder().encode(text));
  } catch {
    return false;
  }
}

/** Names the proof in the memory of nonces, which is longer than a proof is valid. */
async function nonceOf(key: string, jti: string): Promise<Nonce> {
  return v.parse(Nonce, await digestId("proof", key, jti));
}
