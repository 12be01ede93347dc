import { expect, test } from "vitest";
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
