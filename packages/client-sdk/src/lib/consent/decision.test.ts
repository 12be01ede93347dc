import { expect, test } from "vitest";
import { decide, isSameDecision } from "./decision.ts";

const day = "2026-11-21";
const all = { purposes: ["classify", "link", "learn"], day } as const;
const some = { purposes: ["classify"], day } as const;
const none = { purposes: [], day } as const;

test("a stored decision about another text decides nothing, and says so", () => {
  expect(decide({}, false, { policyVersion: "v2" }, true)).toMatchObject({ decided: false, because: "policy-changed" });
  const api = decide({ api: all }, false, { policyVersion: "v2" }, true);
  expect(api).toMatchObject({ decided: true, because: null });
});

test("no source has stated anything: undecided, and nothing given", () => {
  expect(decide({}, false, { policyVersion: "v1" })).toEqual({
    decided: false,
    purposes: [],
    policyVersion: "v1",
    day: "",
    source: "none",
    globalPrivacyControl: false,
    because: null,
  });
});

test("the page's word goes before TCF, and TCF before Google Consent Mode, whichever allows more", () => {
  const statements = { api: none, tcf: all, "google-consent-mode": some };
  expect(decide(statements, false, { policyVersion: "" })).toMatchObject({ source: "api", purposes: [] });
  expect(decide({ ...statements, api: undefined }, false, { policyVersion: "v1" })).toMatchObject({
    source: "tcf",
    purposes: all.purposes,
  });
  expect(decide({ "google-consent-mode": some }, false, { policyVersion: "" })).toMatchObject({
    source: "google-consent-mode",
  });
});

test("Global Privacy Control refuses link and learn over every source, and decides nothing by itself", () => {
  for (const source of ["api", "tcf", "google-consent-mode"]) {
    expect(decide({ [source]: all }, true, { policyVersion: "v1" }).purposes).toEqual(["classify"]);
  }
  expect(decide({}, true, { policyVersion: "" })).toMatchObject({ decided: false, globalPrivacyControl: true });
});

test("without classify nothing is given", () => {
  expect(decide({ api: { purposes: ["link", "learn"], day } }, false, { policyVersion: "" })).toMatchObject({
    decided: true,
    purposes: [],
  });
});

test("decisions are the same by what they allow, not by who made them", () => {
  const api = decide({ api: all }, false, { policyVersion: "v1" });
  expect(
    isSameDecision(
      api,
      decide({ tcf: { ...all, purposes: ["learn", "link", "classify"] } }, false, { policyVersion: "v1" }),
    ),
  ).toBe(true);
  expect(isSameDecision(api, decide({ api: all }, false, { policyVersion: "v2" }))).toBe(false);
  expect(
    isSameDecision(decide({}, false, { policyVersion: "" }), decide({ api: none }, false, { policyVersion: "" })),
  ).toBe(false);
});

test("a page that names no privacy text gives classify alone, and says why", () => {
  expect(decide({ api: all }, false, { policyVersion: "" })).toMatchObject({
    purposes: ["classify"],
    because: "policy-unnamed",
  });
  expect(decide({ api: some }, false, { policyVersion: "" }).because).toBeNull();
  expect(decide({ api: all }, true, { policyVersion: "" })).toMatchObject({ because: "global-privacy-control" });
});
