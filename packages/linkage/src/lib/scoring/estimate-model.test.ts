import { expect, test } from "vitest";
import * as v from "valibot";
import { COMPARISONS } from "./comparison.ts";
import { estimateModel } from "./estimate-model.ts";
import { LinkageModelSchema } from "./linkage-model.ts";
import type { LikenessLevels } from "./compare-records.ts";

/** A fixed sequence of numbers from 0 to 1 (Park and Miller's minimal standard). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** True shares of the levels of some fields: of matches, of others. */
const TRUTH: Record<string, { m: number[]; u: number[] }> = {
  givenName: {
    m: [0.7, 0.05, 0.1, 0.01, 0.01, 0.03, 0.05, 0.05],
    u: [0.01, 0.01, 0.01, 0.001, 0.001, 0.008, 0.06, 0.9],
  },
  surname: { m: [0.75, 0.15, 0.02, 0.03, 0.05], u: [0.004, 0.004, 0.001, 0.002, 0.989] },
  birthDate: { m: [0.8, 0.05, 0.08, 0.03, 0.01, 0.03], u: [0.0005, 0.0005, 0.005, 0.02, 0.014, 0.96] },
  gender: { m: [0.97, 0.03], u: [0.5, 0.5] },
  postcode: { m: [0.6, 0.15, 0.05, 0.2], u: [0.001, 0.004, 0.02, 0.975] },
};
const MISSING = 0.1;

function pair(part: "m" | "u", random: () => number): LikenessLevels {
  return COMPARISONS.map(({ field }) => {
    const shares = TRUTH[field]?.[part];
    if (!shares || random() < MISSING) return 0;
    let rest = random();
    const level = shares.findIndex((share) => (rest -= share) < 0);
    return level === -1 ? shares.length : level + 1;
  });
}

test("finds the shares that pairs were drawn with, and how many match, without labels", () => {
  const random = sequence(20_260_101);
  const matches = 4_000;
  const records = 4_000;
  const allPairs = (records * (records - 1)) / 2;
  const blocked = Array.from({ length: 20_000 }, (_, at) => pair(at < matches ? "m" : "u", random));
  const strangers = Array.from({ length: 50_000 }, () => pair("u", random));
  const model = estimateModel({ blocked, random: strangers, records, blockedPairs: blocked.length });
  expect(v.is(LinkageModelSchema, model)).toBe(true);
  // Matches that agree in next to nothing, or lack nearly every field, are rightly taken for strangers.
  const found = (model.prior * allPairs) / matches;
  expect(found).toBeGreaterThan(0.9);
  expect(found).toBeLessThan(1.01);
  for (const { field, levels } of model.comparisons) {
    const truth = TRUTH[field];
    if (!truth) continue;
    for (const [at, { m, u }] of levels.entries()) {
      expect(Math.abs(m - (truth.m[at] ?? 0)), `${field} m ${at}`).toBeLessThan(0.03);
      expect(Math.abs(u - (truth.u[at] ?? 0)), `${field} u ${at}`).toBeLessThan(0.01);
    }
  }
});

test("takes the matches among random pairs for what they are", () => {
  const random = sequence(11);
  const blocked = Array.from({ length: 10_000 }, (_, at) => pair(at < 4_000 ? "m" : "u", random));
  // As many matches as there are among all pairs of 4,000 records.
  const strangers = Array.from({ length: 50_000 }, (_, at) => pair(at < 25 ? "m" : "u", random));
  const model = estimateModel({ blocked, random: strangers, records: 4_000, blockedPairs: blocked.length });
  const exact = model.comparisons.find(({ field }) => field === "birthDate")?.levels[0];
  // 18 or so of the 25 share their birth date, and next to no strangers: as many again as all strangers who do.
  expect(exact?.u).toBeLessThan(0.0007);
});

test("stays unchanged with nothing to learn from", () => {
  const model = estimateModel({ blocked: [], random: [], records: 0, blockedPairs: 0 });
  expect(v.is(LinkageModelSchema, model)).toBe(true);
  for (const { levels } of model.comparisons) expect(levels[0]?.m).toBeGreaterThan(levels[0]?.u ?? 1);
});

test("is independent of the order of the pairs", () => {
  const random = sequence(7);
  const blocked = Array.from({ length: 500 }, (_, at) => pair(at < 100 ? "m" : "u", random));
  const strangers = Array.from({ length: 500 }, () => pair("u", random));
  const evidence = { blocked, random: strangers, records: 300, blockedPairs: 500 };
  expect(estimateModel({ ...evidence, blocked: blocked.toReversed() })).toEqual(estimateModel(evidence));
});
