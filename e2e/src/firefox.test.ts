import { CANARIES, installFirefox } from "@sedge/testbed";
import { storedRows } from "@sedge/testbed/stored-rows";
import { describe, expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { NOTHING_STORED, readDeviceStorage } from "./device-storage.ts";
import { useFirefox } from "./firefox-stage.ts";
import { useStage } from "./stage.ts";
import { PATIENCE_MS } from "./visitor.ts";

const stage = useStage();
const firefox = useFirefox(stage, installFirefox());
const toEdge = () => firefox.tap.to(stage.operators.edgeUrl);

describe("a visit in Firefox", () => {
  test("with consent: a classification, a cluster from the edge, and a ledger that is what the network saw", async () => {
    const guest = await firefox.visitor();
    await guest.arrive("Accept all");
    await guest.browse();
    const { predictions, intent } = await guest.classify();
    expect(predictions.map(({ code }) => code)).toContain("purchase");
    for (const { probability } of predictions) expect(Math.abs(probability - 0.5)).toBeLessThan(0.5);
    expect(intent?.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
    expect(await guest.cluster()).toMatchObject({ source: "edge", generation: 0, channels: ["web"] });
    await firefox.isAgreed(guest);
    expect((await guest.ledger()).map(({ rows }) => rows)).toContainEqual([3, 5]);
    const destinations = new Set(firefox.tap.requests.map(({ destination }) => destination));
    expect(destinations).toEqual(new Set([stage.shopUrl, stage.operators.edgeUrl]));
    for (const { headers } of toEdge()) {
      expect(Object.keys(headers)).not.toContain("cookie");
      expect(Object.keys(headers)).not.toContain("referer");
    }
  });

  test("runs in a worker, on WASM where there is no WebGPU, and keeps to IndexedDB", async () => {
    const guest = await firefox.visitor();
    await guest.arrive("Only on this device");
    await guest.classify();
    const measured = async () => (await guest.status()).backend?.medianMs.wasm?.row ?? 0;
    await expect.poll(measured, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    const { host, storage, backend } = await guest.status();
    expect({ host, storage }).toEqual({ host: "worker", storage: "indexeddb" });
    console.info(`Firefox runs a row on ${backend?.row}: ${JSON.stringify(backend)}`);
    expect(await guest.page.evaluate(() => "gpu" in navigator, null)).toBe("webgpu" in (backend?.medianMs ?? {}));
  });

  test("undecided, then refused: nothing is stored and nothing is sent", async () => {
    const guest = await firefox.visitor();
    await guest.goTo("/skirts");
    const nothing = { ...NOTHING_STORED, cookies: "" };
    const stored = () =>
      guest.page.evaluate(readDeviceStorage, null).then(async (places) => ({
        ...places,
        cookies: await guest.page.evaluate(() => document.cookie, null),
      }));
    expect(await stored()).toEqual(nothing);
    await guest.answer("Refuse");
    await guest.goTo("/search?q=linen");
    // The shop's banner asks nobody twice: its own answer is what it may keep.
    expect((await stored()).indexedDb).toEqual([]);
    expect((await guest.status()).state).toBe("off");
    expect(toEdge()).toEqual([]);
  });

  test("only on this device: a cluster found here, and not one byte to the endpoint", async () => {
    const guest = await firefox.visitor();
    await guest.arrive("Only on this device");
    expect(await guest.cluster()).toMatchObject({ source: "device", because: "no-link-consent" });
    expect(toEdge()).toEqual([]);
  });

  test("who signs in is linked, no canary leaves, and a withdrawal erases here and at the edge", async () => {
    const guest = await firefox.visitor();
    const [email] = CANARIES.emails;
    const [phone] = CANARIES.phones;
    await guest.arrive("Accept all", `/?${CANARIES.urls[1]}=1`);
    await guest.type("#q", CANARIES.typedText[0]);
    expect(await guest.signIn({ email, phone })).toMatch(/^Linked/);
    await guest.cluster();
    await firefox.isAgreed(guest);
    const { tokens } = (await guest.exportMyData()).device;
    expect(tokens).toHaveLength(2);
    expect(escapedCanaries(firefox.tap.requests, stage.shopUrl)).toEqual([]);
    const members = () =>
      storedRows(stage.operators.edge).filter(({ table, row }) => table === "members" && row["token"] === tokens[0]);
    expect(members()).toHaveLength(1);

    await guest.page.evaluate(() => window.sedge.consent.set("none").then(() => null), null);
    await expect.poll(members, { timeout: PATIENCE_MS }).toEqual([]);
    const { localStorage, indexedDb, caches } = await guest.page.evaluate(readDeviceStorage, null);
    expect({ localStorage, indexedDb, caches }).toEqual({ localStorage: [], indexedDb: [], caches: [] });
  });
});
