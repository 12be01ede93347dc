import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { type ConsentReceipt, LinkToken, PROTOCOL_VERSION, SIGNATURE_CONTEXT } from "@sedge/protocol";
import * as v from "valibot";

/** A person with a link token: an Ed25519 key pair, as a device derives it from an identifier. */
export interface Person {
  readonly token: LinkToken;
  readonly key: KeyObject;
}

const Jwk = v.object({ x: LinkToken });

/** `count` people unknown to the edge. Their keys are random, because deriving real ones costs the device, not the edge. */
export function strangers(count: number): Person[] {
  return Array.from({ length: count }, () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    return { token: v.parse(Jwk, publicKey.export({ format: "jwk" })).x, key: privateKey };
  });
}

/** The fields of a message beyond those common to all messages. */
export interface Signing {
  readonly action: "link" | "assign" | "unlink" | "export" | "erase" | "record";
  readonly site: string;
  readonly receipt: ConsentReceipt;
  readonly body?: { readonly [key: string]: unknown };
  /** A proof of control, for an action that takes one. */
  readonly proof?: string | undefined;
}

/** A message signed by all of `people`, as JSON text, with the ID of its answer. */
export interface SignedText {
  readonly operationId: string;
  readonly text: string;
}

const id = () => randomBytes(16).toString("base64url");

/** Signs a message with a new ID and nonce. `now`: milliseconds since 1970; the edge accepts it for five minutes. */
export function signed(
  { action, site, receipt, body, proof }: Signing,
  people: readonly Person[],
  now: number,
): SignedText {
  const operationId = id();
  const issuedAt = Math.floor(now / 1_000);
  const message = JSON.stringify({
    version: PROTOCOL_VERSION,
    site,
    operationId,
    nonce: id(),
    issuedAt,
    receipt,
    action,
    ...(body && { body }),
    ...(proof !== undefined && { proof }),
  });
  const bytes = Buffer.from(SIGNATURE_CONTEXT + message);
  const signatures = people.map(({ token, key }) => ({
    token,
    signature: sign(null, bytes, key).toString("base64url"),
  }));
  return { operationId, text: JSON.stringify({ message, signatures }) };
}
