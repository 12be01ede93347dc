import { describe, expect, test } from "vitest";
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

describe("when the page's text changes", () => {
  const storage = new Map<string, string>();
  const changes: ConsentState[] = [];

  /** A page of the site with these options, on the one device. */
  function page(consent: ConsentOptions): ConsentManager {
    const localStorage = {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
      removeItem: (key: string) => void storage.delete(key),
    };
    const window = Object.assign(new EventTarget(), { localStorage, navigator: {} }) as unknown as Window;
    const manager = new ConsentManager({
      window,
      settings: { site: "demo", consent: { tcf: false, googleConsentMode: false, ...consent } },
      now: () => Date.UTC(2026, 10, 22),
      newSeed: () => "00112233445566ff",
      changed: (state) => changes.push(state),
    });
    manager.start();
    return manager;
  }
  const before = { policyVersion: "1", policySha256: "ab".repeat(32) };
  const asked = { decided: false, purposes: [], because: "policy-changed" };

  test.each([
    ["its name", { ...before, policyVersion: "2" }],
    ["its hash", { ...before, policySha256: "cd".repeat(32) }],
    ["its hash, which it states no more", { policyVersion: "1" }],
  ])("%s, the visitor is asked again, whatever the page knew before", (_, policy) => {
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
});
