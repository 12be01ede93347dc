import { expect, test } from "vitest";
import type { Identifiers } from "../public/identifiers.ts";
import type { BridgedPage } from "./webview-bridge.ts";
import { WebviewBridge } from "./webview-bridge.ts";

const nonce = "0123456789abcdefghijkl";

test("a decision that the app knew before the text changed is refused, and one that it makes now counts", async () => {
  const choices: unknown[] = [];
  const sent: string[] = [];
  const consent = {
    get: () => ({ decided: false, purposes: [], policyVersion: "2", because: "policy-changed" }),
    set: async (choice: unknown) => void choices.push(choice),
  };
  const bridged = { api: { consent }, settings: { consent: { policyVersion: "2" } } } as unknown as BridgedPage;
  const bridge = new WebviewBridge(bridged, { nonce, post: (text: string) => void sent.push(text) });
  const say = (message: object) => bridge.receive(JSON.stringify({ sedge: 1, nonce, ...message }));
  // Only the text's hash has changed, or the app names none: neither says that this text was shown.
  say({ type: "hello", consent: "all", policyVersion: "2" });
  say({ type: "hello", consent: "all" });
  await expect.poll(() => sent.filter((text) => text.includes("stale-consent"))).toHaveLength(2);
  expect(choices).toEqual([]);
  say({ type: "consent", consent: "all", policyVersion: "2" });
  await expect.poll(() => choices).toEqual(["all"]);
});

/** A bridge to a page whose visitor has given everything. `api`: what the page's Sedge does. */
function bridged(api: object) {
  const sent: Record<string, unknown>[] = [];
  const consent = { get: () => ({ decided: true, purposes: ["classify", "link"], because: null }) };
  const page = { api: { consent, ...api }, settings: { consent: {} } } as unknown as BridgedPage;
  const bridge = new WebviewBridge(page, { nonce, post: (text) => void sent.push(JSON.parse(text)) });
  const say = (message: object) => bridge.receive(JSON.stringify({ sedge: 1, nonce, ...message }));
  return { say, sent };
}

const jwt = (letter: string) => `${letter}.${letter}.${letter.repeat(86)}`;

test("an app that proves who is signed in is asked while its identity waits, once for each proof", async () => {
  const seen: unknown[] = [];
  const { say, sent } = bridged({
    identify: async ({ proof, ...identifiers }: Identifiers) => {
      seen.push(identifiers, await proof?.("join"), await proof?.("erase"));
      return { state: "linked", tokens: 1 };
    },
  });
  say({ type: "identity", identifiers: { email: "a@b.example", account: 7, proof: true } });
  await expect.poll(() => sent).toMatchObject([{ type: "proof", purpose: "join" }]);
  // Of another purpose, nobody waits for it.
  say({ type: "proof", purpose: "erase", proof: jwt("x") });
  say({ type: "proof", purpose: "join", proof: jwt("a") });
  await expect.poll(() => sent).toHaveLength(2);
  say({ type: "proof", purpose: "erase", proof: null });
  await expect.poll(() => sent.at(-1)).toMatchObject({ type: "identified", state: "linked" });
  expect(seen).toEqual([{ email: "a@b.example", account: 7 }, jwt("a"), null]);
});

test("a proof in the app's message serves its own link, once and for no other purpose", async () => {
  const proofs: unknown[] = [];
  const { say, sent } = bridged({
    identify: async ({ proof }: Identifiers) => {
      for (const purpose of ["read", "join", "join"] as const) proofs.push(await proof?.(purpose));
      return { state: "linked", tokens: 2 };
    },
  });
  say({ type: "identity", identifiers: { email: "a@b.example", proof: jwt("a") } });
  await expect.poll(() => sent).toHaveLength(1);
  expect(proofs).toEqual([null, jwt("a"), null]);
});

test("the app exports, erases and takes back a request, each as the page does", async () => {
  const device = { tokens: ["t"], ledger: [{ id: 1 }] };
  const { say, sent } = bridged({
    exportMyData: async () => ({ device, edge: "proof-required" }),
    eraseMyData: async () => ({ device: "erased", edge: "requested", requestedUntil: 7 }),
    revokeErasure: async () => ({ state: "revoked", revoked: 1, left: 0 }),
  });
  say({ type: "export" });
  say({ type: "erase" });
  say({ type: "revoke-erasure" });
  await expect.poll(() => sent).toHaveLength(3);
  expect(sent).toEqual([
    { sedge: 1, nonce, type: "exported", device: { tokens: ["t"] }, edge: "proof-required" },
    { sedge: 1, nonce, type: "erased", device: "erased", edge: "requested", requestedUntil: 7 },
    { sedge: 1, nonce, type: "revoked", state: "revoked", revoked: 1, left: 0 },
  ]);
});
