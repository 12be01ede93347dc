import { randomBytes } from "node:crypto";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import { blind, finalize } from "@sedge/privacy/prf";
import { type ConsentReceipt, Manifest, PROTOCOL_VERSION, PrfResponse } from "@sedge/protocol";
import * as v from "valibot";
import { proofOfControl } from "@sedge/testbed";
import { loginKeyAt } from "./login-keys.ts";
import { addressOf, type EdgeAnswer, post, SITE } from "./edge-answer.ts";

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));

/** 16 random bytes: a nonce or an operation id. */
export function newId(): string {
  return toBase64url(random(16));
}

export const RECEIPT: ConsentReceipt = {
  purposes: ["classify", "link"],
  policyVersion: "2026-11",
  day: new Date().toISOString().slice(0, 10),
};

/** Actions that a page can send. Records come by delivery. */
export type PageAction = "link" | "assign" | "unlink" | "undo" | "export" | "erase" | "ballot";

/** The content of a signed message. Omitted fields get valid values. */
export interface MessageContent {
  readonly action: PageAction | "record";
  readonly keys: readonly Pick<LinkKeys, "token" | "signingKey">[];
  readonly operationId?: string;
  readonly nonce?: string;
  /** Seconds since 1970. */
  readonly issuedAt?: number;
  readonly receipt?: ConsentReceipt;
  readonly body?: unknown;
  /** For a link: the kinds of its tokens, and when a landing link among them expires. */
  readonly kinds?: Readonly<Record<string, string>>;
  readonly landingLinkUntil?: number;
  readonly version?: number;
  readonly site?: string;
  /** A proof of control; null for none. */
  readonly proof?: string | null;
}

/** A message and its signatures, as JSON text. Nothing is checked, so tests can build invalid messages. */
export async function envelope({ action, keys, body, ...content }: MessageContent): Promise<string> {
  const message = JSON.stringify({
    version: content.version ?? PROTOCOL_VERSION,
    site: content.site ?? SITE,
    action,
    operationId: content.operationId ?? newId(),
    nonce: content.nonce ?? newId(),
    issuedAt: content.issuedAt ?? Math.floor(Date.now() / 1_000),
    receipt: content.receipt ?? RECEIPT,
    ...(content.kinds && { kinds: content.kinds }),
    ...(content.landingLinkUntil !== undefined && { landingLinkUntil: content.landingLinkUntil }),
    ...(body === undefined ? {} : { body }),
    ...(typeof content.proof === "string" && { proof: content.proof }),
  });
  const signatures = await Promise.all(
    keys.map(async (key) => ({ token: key.token, signature: await signMessage(key, message) })),
  );
  return JSON.stringify({ message, signatures });
}

const PURPOSES: Partial<Record<MessageContent["action"], string>> = {
  link: "join",
  export: "read",
  undo: "undo",
  erase: "erase",
};

/** A proof of control for a message, where its action takes one: the site's login states that the keys are the sender's. */
export function proofAt(edgeUrl: string, { action, keys }: Pick<MessageContent, "action" | "keys">): string | null {
  const purpose = PURPOSES[action];
  if (purpose === undefined || (action === "link" && keys.length < 2)) return null;
  const tokens = keys.map(({ token }) => token);
  return proofOfControl(loginKeyAt(edgeUrl), SITE, purpose, tokens);
}

/** Signs a message and sends it to the route of its action, as the page of a visitor who is signed in does. */
export async function sendSigned(
  edgeUrl: string,
  content: MessageContent & { readonly action: PageAction },
): Promise<EdgeAnswer> {
  return post(addressOf(edgeUrl, content.action), await envelope({ proof: proofAt(edgeUrl, content), ...content }));
}

/** Valid keys that belong to no identifier. */
export async function randomKeys(bytes: Uint8Array = random(64)): Promise<LinkKeys> {
  return deriveLinkKeys(bytes, SITE, 1);
}

/** The keys of an identifier, evaluated by both operators. */
export async function keysOf(
  edgeUrl: string,
  kind: IdentifierKind,
  value: string,
  country?: string,
): Promise<LinkKeys> {
  const { prf } = v.parse(Manifest, await (await fetch(addressOf(edgeUrl, "manifest"))).json());
  const blinding = blind(prfInput(SITE, kind, normaliseIdentifier(kind, value, country)), random);
  const asked = { epoch: prf.epoch, blinded: [toBase64url(blinding.blinded)], receipt: RECEIPT };
  const { edge, aggregator } = v.parse(
    PrfResponse,
    (await post(addressOf(edgeUrl, "prf"), JSON.stringify(asked))).json,
  );
  const shares = [
    { share: edge, publicKey: prf.edgeKey },
    { share: aggregator, publicKey: prf.aggregatorKey },
  ].map(({ share, publicKey }) => ({
    publicKey: fromBase64url(publicKey),
    evaluated: share.evaluated.map(fromBase64url),
    proof: fromBase64url(share.proof),
  }));
  const [output] = finalize([blinding], shares);
  if (!output) throw new Error("no output");
  return deriveLinkKeys(output, SITE, prf.epoch);
}
