import { expect, test } from "vitest";
import type { LinkageResult } from "./linkage-bench.ts";
import { linkageReport } from "./linkage-report.ts";

const arm = (pairF1: number) => ({
  pairPrecision: 0.9,
  pairRecall: 0.8,
  pairF1,
  b3F1: 0.88,
  groupF1: 0.7,
  falseMergeRate: 0.01,
  records: 1_000,
  seconds: 2,
  profiles: 250,
});
const report = (pairF1: number, more: Partial<LinkageResult> = {}, json = false) =>
  linkageReport(
    {
      conditions: { cpu: "none", cores: 2, load: 0, node: "24" },
      sets: [
        {
          set: "fake_1000",
          records: 1_000,
          distinctTerms: 15_000,
          termsPerRecord: 41,
          private: arm(pairF1),
          clear: arm(0.88),
        },
      ],
      worlds: [],
      skipped: ["febrl3"],
      prf: [],
      speed: null,
      live: [],
      dictionary: null,
      frequency: [],
      structure: [],
      ...more,
    },
    { quick: false, only: undefined, json },
  );

test("marks a peer above the private result, and names a missed target", () => {
  // Splink: precision .964, recall .779, F1 .862; aim .87; a point below the clear text's .88 is .87.
  expect(report(0.86)).toMatch(/Splink +0\.9640 ✗ +0\.7790 +0\.8620 ✗/);
  expect(report(0.86)).toContain("MISSED  fake_1000, pairwise F1: 0.8600, wanted at least 0.87");
  expect(report(0.86)).toContain("MISSED  fake_1000, F1 below the clear text's: 0.02, wanted at most 0.01");
  expect(report(0.871)).toMatch(/Splink +0\.9640 ✗ +0\.7790 +0\.8620 +–/);
  expect(report(0.871)).toContain("met     fake_1000, pairwise F1");
  expect(report(0.871)).toContain("met     fake_1000, F1 below the clear text's: 0.009");
});

test("misses a target if the real PRF links differently or a victim is found", () => {
  const cost = { set: "fake_1000", records: 1_000, terms: 15_000, seconds: 15, msPerTerm: 1, msPerRecord: 15 };
  expect(report(0.9, { prf: [{ ...cost, isSameAsKeyed: false }] })).toContain(
    "MISSED  fake_1000, through the real PRF",
  );
  const attack = { dictionary: 1e6, victims: 500, foundWithoutKeys: 0, guessesWithOneKey: 5_000, foundWithOneKey: 1 };
  const dictionary = { ...attack, msPerGuess: 1, foundWithBothKeys: 500 };
  expect(report(0.9, { dictionary })).toContain("MISSED  e-mails found without both keys: 1, wanted at most 0");
  expect(report(0.9, { dictionary })).toContain("would take 0.278 h of one core");
});

test("reports skipped data, and ends with JSON, alone with --json", () => {
  const line = report(0.9).split("\n").at(-1) ?? "";
  expect(report(0.9)).toContain("\nfebrl3: skipped, no data\n");
  expect(report(0.9, {}, true)).toBe(line);
  expect(JSON.parse(line)).toMatchObject({
    bench: "linkage",
    sets: [{ set: "fake_1000", private: { pairF1: 0.9 }, clear: { pairF1: 0.88 } }],
    aims: [{ isMet: true }, { isMet: true }],
    skipped: ["febrl3"],
  });
});
