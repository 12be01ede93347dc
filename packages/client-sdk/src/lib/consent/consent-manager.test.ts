import { afterEach, describe, expect, test, vi } from "vitest";
import type { ConsentOptions } from "../public/consent.ts";
import type { ConsentState } from "../consent-state.ts";
import { ConsentManager, purposesOf } from "./consent-manager.ts";

test("a choice changes what it names, and leaves the rest", () => {
  expect(purposesOf("all", [])).toEqual(["classify", "link", "learn"]);
  expect(purposesOf("none", ["classify", "link"])).toEqual([]);
  expect(purposesOf({ classify: true }, [])).toEqual(["classify"]);
  expect(purposesOf({ link: true }, ["classify"])).toEqual(["classify", "link"]);
  expect(purposesOf({ link: false }, ["classify", "link", "learn"])).toEqual(["classify", "learn"]);
  expect(purposesOf({ classify: false }, ["classify", "link", "learn"])).toEqual([]);
  expect(purposesOf({ link: true }, [])).toEqual([]);
});

test.each(["yes", null, undefined, 1, { classify: "yes" }])("%j is no choice", (choice) => {
  expect(() => purposesOf(choice, [])).toThrowError(expect.objectContaining({ code: "bad-consent" }));
});

describe("a page of the site", () => {
  const storage = new Map<string, string>();
  const changes: ConsentState[] = [];
  let lastWindow: Window;
  let seeds = 0;
  let erasures = 0;
  afterEach(() => {
    storage.clear();
    changes.length = 0;
    erasures = 0;
  });

  /** A page of the site with these options, on the one device. */
  function page(consent: ConsentOptions, globals: object = {}): ConsentManager {
    const localStorage = {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
      removeItem: (key: string) => void storage.delete(key),
    };
    const window = (lastWindow = Object.assign(new EventTarget(), {
      localStorage,
      navigator: {},
      ...globals,
    }) as unknown as Window);
    const manager = new ConsentManager({
      window,
      settings: { site: "demo", consent: { tcf: false, googleConsentMode: false, ...consent } },
      now: () => Date.UTC(2026, 10, 22),
      newSeed: () => (seeds += 1).toString(16).padStart(16, "0"),
      changed: (state) => changes.push(state),
      erased: () => (erasures += 1),
    });
    manager.start();
    return manager;
  }
  /** The page comes back from the back/forward cache, to which no other tab's change was reported. */
  const restore = (window: Window) => window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));

  test("a page from the back/forward cache follows what another tab has withdrawn meanwhile", () => {
    const frozen = page({ policyVersion: "1" });
    const window = lastWindow;
    frozen.set("all");
    page({ policyVersion: "1" }).set("none");
    expect(frozen.state.purposes).toHaveLength(3);
    restore(window);
    expect(frozen.state).toMatchObject({ decided: true, purposes: [] });
  });

  test("a page from the back/forward cache learns that another tab has erased, or withdrawn and agreed again", () => {
    const frozen = page({ policyVersion: "1" });
    const window = lastWindow;
    frozen.set("all");
    restore(window);
    expect(erasures).toBe(0);
    const other = page({ policyVersion: "1" });
    expect(other.seed).toBe(frozen.seed);
    other.renew();
    restore(window);
    restore(window);
    expect([erasures, frozen.state.purposes.length]).toEqual([1, 3]);
    other.set("none");
    other.set("all");
    restore(window);
    expect([erasures, frozen.state.purposes.length]).toEqual([2, 3]);
    expect(page({ policyVersion: "1" }).seed).toBe(frozen.seed);
  });

  test("honours another device's Global Privacy Control on every page, until the visitor decides there", async () => {
    const text = { policyVersion: "1" };
    const honoured = { purposes: ["classify"], because: "global-privacy-control", profileSignal: "honoured" };
    const first = page(text);
    first.set("all");
    first.honour();
    expect([first.state, changes.at(-1)]).toMatchObject([honoured, honoured]);
    // What the page knows, and what a platform repeats, was decided before.
    expect(page({ ...text, choice: "all" }).state).toMatchObject(honoured);
    expect((await consentModePage("1", granted)).manager.state).toMatchObject(honoured);
    const next = page(text);
    next.set({ link: true });
    const decided = { purposes: ["classify", "link"], because: null, profileSignal: "overridden" };
    expect(next.state).toMatchObject(decided);
    expect(page(text).state).toMatchObject(decided);
    // The browser's own signal is above any decision.
    expect(page(text, gpc).state.purposes).toEqual(["classify"]);
  });

  const before = { policyVersion: "1", policySha256: "ab".repeat(32) };
  const asked = { decided: false, purposes: [], because: "policy-changed" };

  test.each([
    ["by name", { ...before, policyVersion: "2" }],
    ["by hash", { ...before, policySha256: "cd".repeat(32) }],
    ["by stating no hash any more", { policyVersion: "1" }],
  ])("whose text changes %s asks the visitor again, whatever it knew before", (_, policy) => {
    page(before).set("all");
    expect(page(before).state).toMatchObject({ decided: true, purposes: ["classify", "link", "learn"] });
    expect(page(policy).state).toMatchObject({ ...policy, ...asked });
    expect(page({ ...policy, choice: "all" }).state).toMatchObject(asked);
    const decided = page(policy);
    decided.set({ classify: true });
    expect(decided.state).toMatchObject({ ...policy, decided: true, purposes: ["classify"], because: null });
    expect(page(policy).state).toMatchObject({ decided: true, purposes: ["classify"] });
  });

  test("a refusal of the new text is reported while it is known that something was given under the old", () => {
    page(before).set("all");
    const next = page({ policyVersion: "2" });
    expect(next.outdated?.purposes).toContain("link");
    next.set("none");
    expect(changes.at(-1)).toMatchObject({ decided: true, purposes: [] });
    expect([next.outdated, storage.size]).toEqual([undefined, 0]);
  });

  const granted = ["analytics_storage", "functionality_storage", "personalization_storage"].map((type) => ({
    sedge_consent_update: { [type]: "granted" },
  }));
  const denied = { sedge_consent_update: { analytics_storage: "denied" } };
  const gpc = { navigator: { globalPrivacyControl: true } };
  /** A page with a data layer that has these updates, once they were read. */
  async function consentModePage(policyVersion: string | undefined, updates: object[], globals: object = {}) {
    const dataLayer = [...updates];
    const options = { ...(policyVersion !== undefined && { policyVersion }), googleConsentMode: true };
    const manager = page(options, { dataLayer, ...globals });
    await vi.waitFor(() => expect(dataLayer.push).not.toBe(Array.prototype.push));
    return { manager, dataLayer };
  }

  test.each<[string, string | undefined, object[], object, string[]]>([
    ["that Global Privacy Control limited", "1", granted, gpc, ["classify"]],
    ["that an unnamed text limited", undefined, granted, {}, ["classify"]],
    ["that it states in three updates", "1", granted, {}, ["classify", "link"]],
  ])(
    "Consent Mode's repetition of a decision %s decides nothing about the new text",
    async (_, old, updates, globals, purposes) => {
      const first = await consentModePage(old, updates, globals);
      expect(first.manager.state).toMatchObject({ decided: true, purposes, source: "google-consent-mode" });
      const { manager, dataLayer } = await consentModePage("2", updates);
      expect(manager.state).toMatchObject(asked);
      for (const update of updates) dataLayer.push(update);
      expect(manager.state).toMatchObject(asked);
      manager.set({ classify: true });
      expect(manager.state).toMatchObject({ policyVersion: "2", purposes: ["classify"], source: "api" });
    },
  );

  test("a refusal by Consent Mode withdraws, and a grant after it on the page is no decision about the new text", async () => {
    await consentModePage("1", granted);
    const { manager, dataLayer } = await consentModePage("2", granted);
    dataLayer.push(denied);
    const refused = { decided: true, purposes: [], source: "google-consent-mode" };
    expect([manager.state, storage.size]).toMatchObject([refused, 0]);
    for (const update of granted) dataLayer.push({ ...update });
    dataLayer.push({ sedge_consent_update: { analytics_storage: "granted" } });
    expect(manager.state).toMatchObject(refused);
  });

  test("the page's refusal stands on the next page, where a platform repeats what was decided before", async () => {
    await consentModePage("1", granted);
    const { manager } = await consentModePage("2", granted);
    manager.set("none");
    const next = await consentModePage("2", granted);
    expect(next.manager.state).toMatchObject({ decided: true, purposes: [], source: "api" });
    expect([...storage.values()].join()).not.toContain("seed");
    expect((await consentModePage("3", granted)).manager.state).toMatchObject(asked);
  });

  test("a platform's later refusal replaces a stored yes, and one that the yes was given over does not", async () => {
    page({ policyVersion: "1" }).set("all");
    const { manager, dataLayer } = await consentModePage("1", []);
    expect(manager.state.purposes).toHaveLength(3);
    dataLayer.push(denied);
    expect([manager.state, storage.size]).toMatchObject([{ decided: true, purposes: [] }, 0]);
    manager.set("all");
    dataLayer.push(denied);
    const next = await consentModePage("1", [denied]);
    expect([manager, next.manager].map(({ state }) => state.purposes.length)).toEqual([3, 3]);
  });

  test("a refusal leaves nothing on the device, or its record where the site chooses", () => {
    page({ policyVersion: "1" }).set("none");
    expect([...storage]).toEqual([]);
    page({ policyVersion: "1", rememberRefusal: true }).set("none");
    expect([...storage.keys()]).toEqual(["sedge:demo"]);
    expect(storage.get("sedge:demo")).not.toMatch(/[0-9a-f]{16}/);
    expect(page({ policyVersion: "1", rememberRefusal: true }).state).toMatchObject({ decided: true, purposes: [] });
    expect(page({ policyVersion: "2", rememberRefusal: true }).state).toMatchObject({ decided: false });
  });
});
