import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ErasureRequests, ProfileExport, SignedAction } from "@sedge/protocol";
import { expect } from "vitest";
import { clockedEdge } from "./clocked-edge.ts";
import { someLogin } from "./login.ts";
import { admin } from "./operator.ts";
import { act, problem, somebody } from "./visitor.ts";

export const REQUIRED = problem(403, "proof-required");
export const BAD = problem(403, "bad-proof-of-control");

/** What an assignment has beside its signature. */
export const body = (channel: string) => ({ body: { channel, codeword: { generation: 0, path: "" } } });

/** An edge whose site has registered its login's key. Messages have a proof of control only where a test gives one. */
export async function guarded() {
  const edge = clockedEdge();
  const ask = (request: Request) => edge.ask(request);
  const login = await someLogin(edge.seconds);
  expect((await admin("login-keys", { key: login.key, notAfter: null }, ask)).status).toBe(200);
  const send = (action: SignedAction, keys: readonly LinkKeys[], changes: object = {}) =>
    act(action, keys, { proof: undefined, issuedAt: edge.seconds(), ...changes }, ask);
  return { edge, ask, login, send };
}
export type Guarded = Awaited<ReturnType<typeof guarded>>;

/** A person with an address that others know, a phone, and a channel of each. */
export async function victim({ send, login }: Guarded) {
  const [address, phone] = [await somebody(), await somebody()];
  const proof = await login.prove("join", [address, phone]);
  expect((await send("link", [address, phone], { proof })).status).toBe(200);
  expect((await send("assign", [address], body("web"))).status).toBe(200);
  expect((await send("assign", [phone], body("app"))).status).toBe(200);
  return { address, phone };
}

export const read = async ({ send, login }: Guarded, keys: LinkKeys, proven: readonly LinkKeys[] = [keys]) =>
  send("export", [keys], { proof: await login.prove("read", proven) });

/** The tokens that the owner of a key reads. */
export const tokensOf = async (site: Guarded, keys: LinkKeys, proven: readonly LinkKeys[] = [keys]) =>
  (await (await read(site, keys, proven)).json<ProfileExport>()).tokens.toSorted();

/** Tokens as an export lists them. */
export const sortedTokens = (...keys: readonly LinkKeys[]) => keys.map(({ token }) => token).sort();

export const requestsOf = async ({ ask }: Guarded) =>
  (await (await admin("erasure-requests", undefined, ask)).json<ErasureRequests>()).requests;
