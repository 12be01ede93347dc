import { randomBytes } from "node:crypto";
import { toBase64url } from "@sedge/privacy/base64url";
import { type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import { blind, finalize } from "@sedge/privacy/prf";
import { fromBase64url } from "@sedge/privacy/base64url";
import { type ConsentReceipt, type LinkToken, Manifest, Problem, PROTOCOL_VERSION, PrfResponse } from "@sedge/protocol";
import { EDGE_ROUTES, type EdgeRouteName } from "@sedge/protocol/routes";
import * as v from "valibot";

export const SITE = "demo";
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

/** What the edge answered: the status, and the body as JSON where it is some. */
export interface TillAnswer {
  readonly status: number;
  readonly type: string;
  readonly json: unknown;
}

/** Code of the problem document that a refusal is. Throws where it is none (RFC 9457). */
export function problemOf({ status, type, json }: TillAnswer): string {
  const problem = v.parse(Problem, json);
  if (type !== "application/problem+json" || problem.status !== status || !problem.type.endsWith(`/${problem.code}`)) {
    throw new Error(`not a problem document: ${type} ${JSON.stringify(json)}`);
  }
  return problem.code;
}

/** Address of an edge route. */
export function addressOf(edgeUrl: string, route: EdgeRouteName): string {
  return `${edgeUrl}${EDGE_ROUTES[route].path.replace(":site", SITE)}`;
}

/** Sends bytes to the edge as any program could. Throws where no answer comes. */
export async function post(url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<TillAnswer> {
  const response = await fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  const text = await response.text();
  let json: unknown = text;
  try {
    json = JSON.parse(text);
  } catch {
    // No JSON: the text itself says more.
  }
  return { status: response.status, type: response.headers.get("content-type") ?? "", json };
}

/** What a message says; what is left out is what an honest till would say. */
export interface Said {
  readonly action: "link" | "assign" | "unlink" | "export" | "erase";
  readonly keys: readonly LinkKeys[];
  readonly operationId?: string;
  readonly nonce?: string;
  /** Seconds since 1970. */
  readonly issuedAt?: number;
  readonly receipt?: ConsentReceipt;
  readonly body?: unknown;
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
    ...(body === undefined ? {} : { body }),
  });
  const signatures = await Promise.all(
    keys.map(async (key) => ({ token: key.token, signature: await signMessage(key, message) })),
  );
  return JSON.stringify({ message, signatures });
}

/** Sends a signed message to the route of its action. */
export async function say(edgeUrl: string, said: Said): Promise<TillAnswer> {
  return post(addressOf(edgeUrl, said.action), await envelope(said));
}

/** Keys that belong to no identifier: to the edge they are as good as any. */
export async function strangersKeys(bytes: Uint8Array = random(64)): Promise<LinkKeys> {
  return deriveLinkKeys(bytes, SITE, 1);
}

/** The keys of an identifier, asked of both operators as a back-office system asks that has it on file. */
export async function keysOf(edgeUrl: string, kind: IdentifierKind, value: string, country?: string): Promise<LinkKeys> {
  const { prf } = v.parse(Manifest, await (await fetch(addressOf(edgeUrl, "manifest"))).json());
  const blinding = blind(prfInput(SITE, kind, normaliseIdentifier(kind, value, country)), random);
  const request = { epoch: prf.epoch, blinded: [toBase64url(blinding.blinded)], receipt: RECEIPT };
  const { edge, aggregator } = v.parse(PrfResponse, (await post(addressOf(edgeUrl, "prf"), JSON.stringify(request))).json);
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

export type { LinkKeys, LinkToken };
