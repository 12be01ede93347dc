import type { TappedRequest } from "@sedge/testbed";
import { describe, expect, test } from "vitest";
import { deviceStorage, NOTHING_STORED } from "./device-storage.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";

const system = useTestSystem({ webgpu: true, operators: "shared" });
/** Chromium requests updates and account data from Google regardless of its flags. The tap blocks these requests. */
const BROWSERS_OWN = /^(?:http:\/\/)?[a-z]+\.google(?:apis)?\.com[:/]/;
const toEdge = (): TappedRequest[] => system.tap.to(system.operators.edgeUrl);

describe("a first visit with consent", () => {
  test("gets a classification and a cluster from the edge, and the ledger matches the network", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();

    const { predictions, events } = await visitor.classify();
    expect(events).toBeGreaterThan(3);
    expect(new Set(predictions.map(({ model }) => model))).toEqual(new Set(["purchase-propensity", "visit-depth"]));
    for (const { probability, reasons } of predictions) {
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
      expect(reasons.length).toBeGreaterThan(0);
    }

    const cluster = await visitor.cluster();
    expect(cluster).toMatchObject({ source: "edge", generation: 0, channels: ["web"] });
    const panel = visitor.page.getByRole("complementary", { name: "What Sedge sees" });
    await expect.poll(() => panel.textContent(), { timeout: PATIENCE_MS }).toContain(cluster.clusterName);
    expect(await panel.textContent()).toContain("answered by the edge");

    const difference = async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl);
    await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
    const ledger = await visitor.ledger();
    expect(ledger.filter(({ rows }) => rows.length > 0).map(({ rows }) => rows)).toContainEqual([3, 5]);
    expect(toEdge().length).toBeGreaterThan(2);
  });

  test("sends no cookie or referrer to the edge, and nothing to anyone else", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all", "/skirts?page=2");
    await visitor.browse();
    await visitor.cluster();
    expect(toEdge().length).toBeGreaterThan(0);
    for (const { headers } of toEdge()) {
      expect(Object.keys(headers)).not.toContain("cookie");
      expect(Object.keys(headers)).not.toContain("referer");
    }
    const pages = system.tap.requests.filter(({ url }) => !BROWSERS_OWN.test(url));
    const destinations = new Set(pages.map(({ destination }) => destination));
    expect(destinations).toEqual(new Set([system.shopUrl, system.operators.edgeUrl]));
  });

  test("keeps the decision and the session on the next page, and does not fetch the codebook again", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.cluster();
    const manifests = () => toEdge().filter(({ url }) => url.endsWith("/manifest")).length;
    const codebooks = () => toEdge().filter(({ url }) => url.includes("/codebooks/")).length;
    expect([manifests(), codebooks()]).toEqual([1, 1]);
    await visitor.browse();
    const before = await visitor.session();
    await visitor.goTo("/cart");
    expect(await visitor.page.locator("#consent-banner").count()).toBe(0);
    await visitor.isRunning();
    const after = await visitor.session();
    expect(after.events["page-view"]).toBe(before.events["page-view"] + 1);
    expect(after.visit).toBe(1);
    expect((await visitor.cluster()).source).toBe("edge");
    expect(codebooks()).toBe(1);
    expect(manifests()).toBeGreaterThan(1);
  });
});

describe("without consent", () => {
  test("undecided: keeps events in memory, stores nothing and sends nothing", async () => {
    const visitor = await system.visitor();
    await visitor.goTo("/skirts");
    await visitor.page.locator("#list a").first().click();
    await visitor.sedgeIsThere();
    const { state, waitingEvents, consent } = await visitor.status();
    expect({ state, decided: consent.decided }).toEqual({ state: "off", decided: false });
    expect(waitingEvents).toBeGreaterThan(0);
    expect(await deviceStorage(visitor.page)).toEqual(NOTHING_STORED);
    expect(toEdge()).toEqual([]);
    await expect(visitor.classify()).rejects.toThrow(/consent-required/);
  });

  test("refused: drops waiting events, and stores and sends nothing afterwards", async () => {
    const visitor = await system.visitor();
    await visitor.goTo("/");
    await visitor.answer("Refuse");
    expect((await visitor.status()).waitingEvents).toBe(0);
    await visitor.page.getByRole("link", { name: "Blouses", exact: true }).first().click();
    await visitor.page.locator("#list a").first().click();
    await visitor.sedgeIsThere();
    await visitor.page.evaluate(() => window.sedge.consent.set("none"));
    await expect(visitor.page.evaluate(() => window.sedge.identify({ email: "a@b.example" }))).rejects.toThrow(
      /consent-required/,
    );
    await visitor.seeProduct(3);
    await visitor.page.goto(`${system.shopUrl}/search?q=linen`);
    await visitor.sedgeIsThere();
    // Nothing is stored, so that the refusal is unknown here: the identifier waits in memory for a decision.
    await visitor.page.evaluate(() => void window.sedge.identify({ email: "a@b.example" }).catch(() => undefined));
    await visitor.seeProduct(3);
    expect(await deviceStorage(visitor.page)).toEqual(NOTHING_STORED);
    expect(toEdge()).toEqual([]);
  });

  test("refused, then given: ignores events before the decision", async () => {
    const visitor = await system.visitor();
    await visitor.goTo("/");
    await visitor.answer("Refuse");
    await visitor.seeProduct(20);
    await visitor.page.evaluate(() => window.sedge.consent.set("all"));
    await visitor.isRunning();
    expect((await visitor.session()).events["cart-add"]).toBe(0);
  });

  test("only on this device: classifies and finds the cluster locally, and sends nothing to the endpoint", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Only on this device");
    await visitor.browse();
    expect((await visitor.classify()).predictions.length).toBeGreaterThan(1);
    expect(await visitor.cluster()).toMatchObject({ source: "device", because: "no-link-consent" });
    await expect(visitor.page.evaluate(() => window.sedge.identify({ email: "a@b.example" }))).rejects.toThrow(
      /consent-required/,
    );
    expect(toEdge()).toEqual([]);
    expect(compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl)).toEqual(AGREED);
  });

  test("Global Privacy Control: refuses link and learn even when the visitor accepts all", async () => {
    const visitor = await system.visitor();
    await visitor.context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }),
    );
    await visitor.arrive("Accept all");
    await visitor.browse();
    const { consent } = await visitor.status();
    expect(consent).toMatchObject({ purposes: ["classify"], globalPrivacyControl: true });
    expect(await visitor.cluster()).toMatchObject({ source: "device", because: "no-link-consent" });
    expect(toEdge()).toEqual([]);
    const panel = visitor.page.getByRole("complementary", { name: "What Sedge sees" });
    expect(await panel.textContent()).toContain("Global Privacy Control");
  });
});
