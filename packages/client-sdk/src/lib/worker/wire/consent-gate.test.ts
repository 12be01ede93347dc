import type { Purpose } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import type { ConsentState } from "../../consent-state.ts";
import { mayLeave } from "./consent-gate.ts";
import { receiptOf, unsignedReceipt } from "./consent-gate.ts";

const given = (purposes: Purpose[], rest: Partial<ConsentState> = {}): ConsentState => ({
  decided: true,
  purposes,
  policyVersion: "2026-11",
  day: "2026-11-21",
  source: "api",
  globalPrivacyControl: false,
  because: null,
  ...rest,
});

describe("a message leaves only under its purpose", () => {
  test("not before anybody decided, whatever the list says", () => {
    expect(mayLeave(given(["classify", "link", "learn"], { decided: false }), "classify")).toBe(false);
  });
  test.each(["classify", "link", "learn"] as const)("%s needs itself", (purpose) => {
    const others = (["classify", "link", "learn"] as const).filter((other) => other !== purpose);
    expect(mayLeave(given([purpose]), purpose)).toBe(true);
    expect(mayLeave(given(others), purpose)).toBe(false);
  });
  test("Global Privacy Control refuses link and learn, and leaves classify", () => {
    const consent = given(["classify", "link", "learn"], { globalPrivacyControl: true });
    expect([mayLeave(consent, "classify"), mayLeave(consent, "link"), mayLeave(consent, "learn")]).toEqual([
      true,
      false,
      false,
    ]);
  });
  test("Global Privacy Control of another device refuses the same, until the visitor decides here", () => {
    const all = ["classify", "link", "learn"] as const;
    const allowed = (profileSignal: ConsentState["profileSignal"]) =>
      all.filter((purpose) => mayLeave(given([...all], { profileSignal }), purpose));
    expect(allowed("honoured")).toEqual(["classify"]);
    expect(mayLeave(given([...all], { profileSignal: "honoured" }), "link", "erase")).toBe(true);
    expect(allowed("overridden")).toEqual(all);
  });
  test("a withdrawal is carried out without consent", () => {
    expect(mayLeave(given([]), "link", "erase")).toBe(true);
    expect(mayLeave(given([], { globalPrivacyControl: true }), "link", "unlink")).toBe(true);
    expect(mayLeave(given([]), "link", "link")).toBe(false);
    expect(mayLeave(given([]), "link", "export")).toBe(false);
  });
});

describe("a receipt", () => {
  const noon = Date.UTC(2026, 10, 22, 12);
  test("says what stands, under the page's text", () => {
    const expected = {
      purposes: ["classify", "link"],
      policyVersion: "2026-11",
      day: "2026-11-21",
      source: "api",
    };
    expect(receiptOf(given(["classify", "link"]), noon)).toEqual(expected);
  });
  test("names no purpose that Global Privacy Control refuses", () => {
    const consent = given(["classify", "link"], { globalPrivacyControl: true });
    expect(receiptOf(consent, noon).purposes).toEqual(["classify"]);
  });
  test("of a page that names no text gives nothing beyond the device, names none either, and has a day", () => {
    const consent = given(["classify", "link"], { policyVersion: "", day: "" });
    expect([mayLeave(consent, "classify"), mayLeave(consent, "link"), mayLeave(consent, "learn")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(mayLeave(consent, "link", "erase")).toBe(true);
    expect(receiptOf(consent, noon)).toEqual({ purposes: ["classify"], day: "2026-11-22", source: "api" });
  });
  test("proves which text was agreed to, and how", () => {
    const hashes = { policySha256: "ab".repeat(32), tcfSha256: "cd".repeat(32) };
    expect(receiptOf(given(["classify"], { source: "tcf", ...hashes }), noon)).toMatchObject({
      source: "tcf",
      ...hashes,
    });
    const refused = given(["classify"], { because: "global-privacy-control", globalPrivacyControl: true });
    expect(receiptOf(refused, noon)).toMatchObject({ purposes: ["classify"], source: "global-privacy-control" });
    expect(receiptOf(given([], { decided: false, source: "none", day: "" }), noon)).not.toHaveProperty("source");
  });
  test("of a browser's signal is of the day of the signal, not of the decision before", () => {
    expect(receiptOf(given(["classify"], { globalPrivacyControl: true }), noon).day).toBe("2026-11-22");
  });
  test("of a device that honours another's signal is none, and one that overrides it says so where it gives link", () => {
    const source = (profileSignal: ConsentState["profileSignal"], purposes: Purpose[] = ["classify", "link"]) =>
      receiptOf(given(purposes, { profileSignal }), noon);
    expect(source("honoured")).toMatchObject({ purposes: ["classify"], source: "api", day: "2026-11-21" });
    expect(source("honoured")).not.toHaveProperty("overrides");
    expect(source("overridden")).toMatchObject({ overrides: "global-privacy-control" });
    expect(source("overridden", ["classify"])).not.toHaveProperty("overrides");
    expect(unsignedReceipt(source("overridden"))).not.toHaveProperty("overrides");
  });
  test("without a signature has purposes, policy and day alone", () => {
    const receipt = receiptOf(given(["classify", "link"]), noon);
    const signed = { ...receipt, policySha256: "ab".repeat(32), source: "tcf", tcfSha256: "cd".repeat(32) } as const;
    expect(unsignedReceipt(signed)).toEqual({
      purposes: ["classify", "link"],
      policyVersion: "2026-11",
      day: "2026-11-21",
    });
  });
});
