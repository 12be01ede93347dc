import { randomBytes } from "node:crypto";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import { blind, finalize } from "@sedge/privacy/prf";
import { type ConsentReceipt, Manifest, PROTOCOL_VERSION, PrfResponse } from "@sedge/protocol";
import * as v from "valibot";
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

/** What a page may say; records come by delivery. */
export type PageAction = "link" | "assign" | "unlink" | "undo" | "export" | "erase" | "ballot";

/** What a message says; what is left out is what an honest till would say. */
export interface Said {
  readonly action: PageAction | "record";
  readonly keys: readonly Pick<LinkKeys, "token" | "signingKey">[];
  readonly operationId?: string;
  readonly nonce?: string;
  /** Seconds since 1970. */
  readonly issuedAt?: number;
  readonly receipt?: ConsentReceipt;
  readonly body?: unknown;
  /** Of a link: what its tokens are of, and until when a landing link among them is offered. */
  readonly kinds?: Readonly<Record<string, string>>;
  readonly landingLinkUntil?: number;
  readonly version?: number;
  readonly site?: string;
}

/** A message and its signatures, as JSON text. Nothing is checked, so that it can also say what it should not. */
export async function envelope({ action, keys, body, ...said }: Said): Promise<string> {
  const message = JSON.stringify({
    version: said.version ?? PROTOCOL_VERSION,
    site: said.site ?? SITE,
    action,
    operationId: said.operationId ?? newId(),
    nonce: said.nonce ?? newId(),
    issuedAt: said.issuedAt ?? Math.floor(Date.now() / 1_000),
    receipt: said.receipt ?? RECEIPT,
    ...(said.kinds && { kinds: said.kinds }),
    ...(said.landingLinkUntil !== undefined && { landingLinkUntil: said.landingLinkUntil }),
    ...(body === undefined ? {} : { body }),
  });
  const signatures = await Promise.all(
    keys.map(async (key) => ({ token: key.token, signature: await signMessage(key, message) })),
  );
  return JSON.stringify({ message, signatures });
}

/** Sends a signed message to the route of its action, as a page does. */
export async function say(edgeUrl: string, said: Said & { readonly action: PageAction }): Promise<EdgeAnswer> {
  return post(addressOf(edgeUrl, said.action), await envelope(said));
}

/** Keys that belong to no identifier: to the edge they are as good as any. */
export async function strangersKeys(bytes: Uint8Array = random(64)): Promise<LinkKeys> {
  return deriveLinkKeys(bytes, SITE, 1);
}

/** The keys of an identifier, asked of both operators as a back-office system asks that has it on file. */
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
