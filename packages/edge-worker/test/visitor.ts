import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import { blind } from "@sedge/privacy/prf";
import { toBase64url } from "@sedge/privacy/base64url";
import { type EdgeRouteName, EDGE_ROUTES } from "@sedge/protocol/routes";
import { type ConsentReceipt, type ProofPurpose, PROTOCOL_VERSION, type SignedAction } from "@sedge/protocol";
import { exports } from "cloudflare:workers";
import { LOGIN } from "./login.ts";

export const ORIGIN = "http://localhost:5173";
export const EDGE = "https://edge.test";
export const RECEIPT: ConsentReceipt = {
  purposes: ["classify", "link"],
  policyVersion: "2026-11",
  day: "2026-11-21",
};

export const randomText = (bytes: number) => toBase64url(crypto.getRandomValues(new Uint8Array(bytes)));

/** Keys of somebody nobody has met. */
export function somebody(): Promise<LinkKeys> {
  return deriveLinkKeys(crypto.getRandomValues(new Uint8Array(64)), "demo", 1);
}

/** A blinded identifier, as a device sends it. */
export function blindedElement(): string {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  return toBase64url(blind(random(8), random).blinded);
}

type Send = (request: Request) => Promise<Response> | Response;
const send: Send = (request) => exports.default.fetch(request);

export function address(route: EdgeRouteName, parameters: Record<string, string> = {}): string {
  const filled = { site: "demo", ...parameters };
  return EDGE + EDGE_ROUTES[route].path.replaceAll(/:(\w+)/g, (_, name: keyof typeof filled) => filled[name] ?? "");
}

export async function post(route: EdgeRouteName, body: unknown, init: RequestInit = {}, to = send): Promise<Response> {
  return to(
    new Request(address(route), {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
    }),
  );
}

/** A message as a device makes it; `changes` make it wrong, or a repeat. */
export function message(action: SignedAction, changes: object = {}): Record<string, unknown> {
  return {
    version: PROTOCOL_VERSION,
    site: "demo",
    operationId: randomText(16),
    nonce: randomText(16),
    issuedAt: Math.floor(Date.now() / 1_000),
    receipt: RECEIPT,
    action,
    ...changes,
  };
}

export async function envelope(signers: readonly LinkKeys[], content: object) {
  const text = JSON.stringify(content);
  const signatures = signers.map(async (keys) => ({ token: keys.token, signature: await signMessage(keys, text) }));
  return { message: text, signatures: await Promise.all(signatures) };
}

const PURPOSES: Partial<Record<SignedAction, ProofPurpose>> = {
  link: "join",
  export: "read",
  undo: "undo",
  erase: "erase",
  ballot: "read",
};

/** The proof that a message of somebody who is signed in comes with, where its action takes one. */
export async function proofFor(
  action: SignedAction,
  signers: readonly LinkKeys[],
  changes: { readonly issuedAt?: number; readonly site?: string } = {},
): Promise<{ readonly proof?: string }> {
  const purpose = PURPOSES[action];
  if (!purpose || (action === "link" && signers.length < 2)) return {};
  const iat = changes.issuedAt ?? Math.floor(Date.now() / 1_000);
  return { proof: await (await LOGIN).prove(purpose, signers, { aud: changes.site ?? "demo", iat, exp: iat + 300 }) };
}

/** Sends a signed action, as the device of somebody who is signed in does; with `proof: undefined`, as anybody's. */
export async function act(
  action: SignedAction,
  signers: readonly LinkKeys[],
  changes: object = {},
  to = send,
): Promise<Response> {
  const proven = "proof" in changes ? {} : await proofFor(action, signers, changes);
  return post(action, await envelope(signers, message(action, { ...proven, ...changes })), {}, to);
}

export async function problemOf(response: Response): Promise<unknown> {
  const { code, status } = await response.json<{ code: string; status: number }>();
  return { code, status, type: response.headers.get("content-type"), sent: response.status };
}

export const problem = (status: number, code: string) => ({
  code,
  status,
  type: "application/problem+json",
  sent: status,
});
