import { expect, test } from "vitest";
import { decide, isSameDecision } from "./decision.ts";

const day = "2026-11-21";
const all = { purposes: ["classify", "link", "learn"], day } as const;
const some = { purposes: ["classify"], day } as const;
const none = { purposes: [], day } as const;

test("no source has stated anything: undecided, and nothing given", () => {
  expect(decide({}, false, "v1")).toEqual({
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
  expect(decide(statements, false, "")).toMatchObject({ source: "api", purposes: [] });
  expect(decide({ ...statements, api: undefined }, false, "v1")).toMatchObject({
    source: "tcf",
    purposes: all.purposes,
  });
  expect(decide({ "google-consent-mode": some }, false, "")).toMatchObject({ source: "google-consent-mode" });
});

test("Global Privacy Control refuses link and learn over every source, and decides nothing by itself", () => {
  for (const source of ["api", "tcf", "google-consent-mode"]) {
    expect(decide({ [source]: all }, true, "v1").purposes).toEqual(["classify"]);
  }
  expect(decide({}, true, "")).toMatchObject({ decided: false, globalPrivacyControl: true });
});

test("without classify nothing is given", () => {
  expect(decide({ api: { purposes: ["link", "learn"], day } }, false, "")).toMatchObject({
    decided: true,
    purposes: [],
  });
});

test("decisions are the same by what they allow, not by who made them", () => {
  const api = decide({ api: all }, false, "v1");
  expect(isSameDecision(api, decide({ tcf: { ...all, purposes: ["learn", "link", "classify"] } }, false, "v1"))).toBe(
    true,
  );
  expect(isSameDecision(api, decide({ api: all }, false, "v2"))).toBe(false);
  expect(isSameDecision(decide({}, false, ""), decide({ api: none }, false, ""))).toBe(false);
});

test("a page that names no privacy text gives classify alone, and says why", () => {
  expect(decide({ api: all }, false, "")).toMatchObject({ purposes: ["classify"], because: "policy-unnamed" });
  expect(decide({ api: some }, false, "").because).toBeNull();
  expect(decide({ api: all }, true, "")).toMatchObject({ because: "global-privacy-control" });
});
