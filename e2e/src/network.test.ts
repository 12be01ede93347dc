import type { LedgerEntry } from "@sedge/client-sdk";
import { SignedEnvelope, SignedMessage } from "@sedge/protocol";
import { reachedDestination, type TapRule } from "@sedge/testbed";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { deviceStorage, NOTHING_STORED } from "./device-storage.ts";
import { isFirefox } from "./launch-browser.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { storedRows } from "@sedge/testbed/stored-rows";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem();
const edgeRows = (table: string) => storedRows(system.operators.edge).filter((stored) => stored.table === table);
const isPost = (url: string, noun: string) => url.startsWith(system.operators.edgeUrl) && url.endsWith(noun);

/** Loses the answers or cuts the requests of the first `times` POSTs to an address that ends with `noun`. */
function firstTimes(times: number, noun: string, decision: "cut" | "lose-response", then?: () => void): TapRule {
  let left = times;
  return ({ method, url }) => {
    if (method !== "POST" || !isPost(url, noun) || left === 0) return "pass";
    left -= 1;
    then?.();
    return decision;
  };
}

/** Signed messages that reached the edge. */
function received(action: SignedMessage["action"]): SignedMessage[] {
  return system.tap
    .to(system.operators.edgeUrl)
    .filter((request) => request.method === "POST" && request.url.includes("/profile/") && reachedDestination(request))
    .map(({ body }) => v.parse(SignedEnvelope, JSON.parse(body.toString())))
    .map(({ message }) => v.parse(SignedMessage, JSON.parse(message)))
    .filter((message) => message.action === action);
}

async function isAgreed(visitor: Visitor): Promise<void> {
  const difference = async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl);
  await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
}

function identify(visitor: Visitor, email: string) {
  return visitor.page.evaluate((email) => window.sedge.identify({ email }), email);
}

async function tokenOf(visitor: Visitor): Promise<string> {
  const [token = ""] = (await visitor.exportMyData()).device.tokens;
  expect(token).not.toBe("");
  return token;
}

/** Rows of a token in a table of the edge. */
const rowsOf = (table: string, token: string) => edgeRows(table).filter(({ row }) => row["token"] === token);

describe("an unreliable network", () => {
  test("offline, then online: delivers the latest state, once", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    expect(await identify(visitor, "offline@example.org")).toMatchObject({ state: "linked" });
    await visitor.cluster();
    const token = await tokenOf(visitor);

    system.tap.setRule(({ url }) => (url.startsWith(system.operators.edgeUrl) ? "cut" : "pass"));
    await visitor.context.setOffline(true);
    for (const from of [0, 3, 6]) {
      await visitor.seeProduct(3, from);
      expect((await visitor.cluster()).clusterName).not.toBe("");
    }
    expect((await visitor.session()).events["cart-add"]).toBe(9);
    const { outbox } = (await visitor.exportMyData()).device;
    expect(outbox.length).toBeLessThanOrEqual(1);
    const stored = rowsOf("operation_results", token).length;
    const before = received("assign").length;

    system.tap.setRule();
    await visitor.context.setOffline(false);
    await expect.poll(async () => (await visitor.exportMyData()).device.outbox, { timeout: PATIENCE_MS }).toEqual([]);
    expect(await visitor.cluster()).toMatchObject({ source: "edge" });
    expect((await visitor.session()).events["cart-add"]).toBe(9);
    const settled = rowsOf("operation_results", token).length - stored;
    expect(settled).toBe(
      new Set(
        received("assign")
          .slice(before)
          .map(({ operationId }) => operationId),
      ).size,
    );
    expect(settled).toBeGreaterThan(0);
    expect(rowsOf("observations", token)).toHaveLength(1);
    await isAgreed(visitor);
  });

  // WebDriver BiDi can't take the network away.
  test.skipIf(isFirefox)("identified while offline: links when the network returns, without another call", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.cluster();
    system.tap.setRule(({ url }) => (url.startsWith(system.operators.edgeUrl) ? "cut" : "pass"));
    await visitor.context.setOffline(true);
    expect(await identify(visitor, "later@example.org")).toEqual({ state: "waiting", tokens: 0 });
    system.tap.setRule();
    await visitor.context.setOffline(false);
    await expect
      .poll(async () => (await visitor.exportMyData()).device.tokens, { timeout: PATIENCE_MS })
      .toHaveLength(1);
    const token = await tokenOf(visitor);
    await expect.poll(() => rowsOf("members", token), { timeout: PATIENCE_MS }).toHaveLength(1);
    await isAgreed(visitor);
  });

  test("answer lost after the request arrived: resends, and the edge applies it exactly once", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    system.tap.setRule(firstTimes(2, "/profile/links", "lose-response"));
    await identify(visitor, "lost.answer@example.org");
    await expect.poll(() => received("link").length, { timeout: PATIENCE_MS }).toBe(3);
    const links = received("link");
    expect(new Set(links.map(({ operationId }) => operationId)).size).toBe(1);
    expect(new Set(links.map(({ nonce }) => nonce)).size).toBe(3);
    const token = await tokenOf(visitor);
    expect(rowsOf("members", token)).toHaveLength(1);
    // One operation for the link, and one for each assignment after it.
    const operations = () => rowsOf("operation_results", token).length;
    const followed = () => new Set(received("assign").map(({ operationId }) => operationId)).size;
    await expect.poll(() => operations() - followed(), { timeout: PATIENCE_MS }).toBe(1);
    await isAgreed(visitor);
  });

  test("tab closed while sending: the next tab resends, and the edge counts it once", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.cluster();
    let closed: Promise<void> | undefined;
    system.tap.setRule(firstTimes(1, "/profile/links", "lose-response", () => (closed = visitor.page.close())));
    // The call fails because the page, or the worker that it ends, is gone.
    await expect(identify(visitor, "closed.tab@example.org")).rejects.toThrow(/closed|worker-failed/);
    await closed;
    await expect.poll(() => received("link").length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);

    const tab = await visitor.newTab();
    await tab.goTo("/");
    await tab.isRunning();
    await expect.poll(async () => (await tab.exportMyData()).device.outbox, { timeout: PATIENCE_MS }).toEqual([]);
    const links = received("link");
    expect(links.length).toBeGreaterThan(1);
    expect(new Set(links.map(({ operationId }) => operationId)).size).toBe(1);
    const token = await tokenOf(tab);
    expect(rowsOf("members", token)).toHaveLength(1);
    expect(rowsOf("pointers", token)).toHaveLength(1);
  });

  test("two tabs at once: share a session and an outbox, and send nothing twice", async () => {
    const first = await system.visitor();
    await first.arrive("Accept all");
    const second = await first.newTab();
    await second.goTo("/skirts");
    await second.isRunning();
    await Promise.all([first.seeProduct(5), second.seeProduct(5, 5)]);
    await Promise.all([first.classify(), second.classify()]);
    await Promise.all([identify(first, "two.tabs@example.org"), identify(second, "two.tabs@example.org")]);
    await Promise.all([first.cluster(), second.cluster()]);
    // A tab reads the other tab's events with its own next event.
    for (const tab of [first, second]) {
      await tab.page.evaluate(() => window.sedge.track("looked-up"));
      expect((await tab.session()).events["cart-add"]).toBe(10);
    }
    expect((await first.exportMyData()).device.tokens).toEqual((await second.exportMyData()).device.tokens);
    const nonces = [...received("link"), ...received("assign")].map(({ nonce }) => nonce);
    expect(new Set(nonces).size).toBe(nonces.length);
    await isAgreed(first);
    const numbers = (await first.ledger()).map(({ id }: LedgerEntry) => id);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));

    await second.page.evaluate(() => window.sedge.consent.set("none"));
    await expect.poll(async () => (await first.status()).state, { timeout: PATIENCE_MS }).toBe("off");
    expect((await first.status()).consent.purposes).toEqual([]);
  });
});

describe("an operator is unreachable", () => {
  test("edge: the device finds the cluster itself, and asks again when the edge returns", async () => {
    const visitor = await system.visitor();
    const { edge } = system.operators;
    await edge.stop();
    try {
      await visitor.arrive("Accept all");
      await visitor.browse();
      expect((await visitor.classify()).predictions.length).toBeGreaterThan(1);
      expect(await visitor.cluster()).toMatchObject({ source: "device", because: "edge-unavailable" });
    } finally {
      await edge.restart();
    }
    const { source, because } = await visitor.cluster();
    expect({ source, because }).toEqual({ source: "edge", because: undefined });
    await isAgreed(visitor);
  });

  test("edge, during a withdrawal: the device keeps only the erasure, and a later page sends it", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.logIn({ email: "leaving@example.org" });
    await identify(visitor, "leaving@example.org");
    const token = await tokenOf(visitor);
    expect(rowsOf("members", token)).toHaveLength(1);
    system.tap.setRule(({ url }) => (url.startsWith(system.operators.edgeUrl) ? "cut" : "pass"));
    await visitor.page.evaluate(() => window.sedge.consent.set("none"));
    const { localStorage, indexedDb } = await deviceStorage(visitor.page);
    expect({ localStorage, indexedDb }).toMatchObject({
      localStorage: ["sedge:demo:erasing"],
      indexedDb: expect.arrayContaining(["sedge-demo/operations"]),
    });
    for (const table of ["keys", "files", "values"]) expect(indexedDb).not.toContain(`sedge-demo/${table}`);
    expect(rowsOf("members", token)).toHaveLength(1);

    system.tap.setRule();
    await visitor.goTo("/help");
    await expect.poll(() => rowsOf("members", token), { timeout: PATIENCE_MS }).toEqual([]);
    await expect.poll(() => received("erase").length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    // The session at the shop is not Sedge's.
    await visitor.context.clearCookies();
    // The next page finds nothing left to send, and deletes the marker.
    await visitor.goTo("/about");
    await expect.poll(() => deviceStorage(visitor.page), { timeout: PATIENCE_MS }).toEqual(NOTHING_STORED);
  });

  test("aggregator: signing in waits, everything else continues, and the link follows by itself", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    const { aggregator } = system.operators;
    await aggregator.stop();
    try {
      expect(await visitor.signIn({ email: "patient@example.org" })).toContain("until both operators can be reached");
      expect((await visitor.classify()).predictions.length).toBeGreaterThan(1);
      expect(await visitor.cluster()).toMatchObject({ source: "edge" });
      expect((await visitor.exportMyData()).device.tokens).toEqual([]);
    } finally {
      await aggregator.restart();
    }
    // The edge asked the device to wait 30 seconds, which ends early when the network returns. Chromium's emulation sends
    // `online` to pages but not to workers; in Firefox the test waits.
    const workers = isFirefox ? [] : visitor.page.workers();
    for (const worker of workers) await worker.evaluate(() => dispatchEvent(new Event("online")));
    await expect
      .poll(async () => (await visitor.exportMyData()).device.tokens, { timeout: 2 * PATIENCE_MS })
      .toHaveLength(1);
    const token = await tokenOf(visitor);
    await expect.poll(() => rowsOf("members", token), { timeout: PATIENCE_MS }).toHaveLength(1);
  });
});
