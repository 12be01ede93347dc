import * as v from "valibot";
import { expect, test } from "vitest";
import { generationText, GenerationSums } from "./index.ts";

const sums = {
  site: "demo",
  method: 1,
  generation: 1,
  round: Buffer.alloc(16, 7).toString("base64url"),
  previous: { codebook: "a".repeat(64), sums: null, highestId: 2 },
  making: { minPeople: 50, algorithm: "auto", sensitiveFeatures: [] },
  measurement: { features: ["x"], centres: [[0], [1]], terms: "offset", radii: [1, 1], bits: 8 },
  people: 600,
  countStdDev: 8,
  sumStdDev: 100,
  counts: [-3, 603],
  sums: [40, -12],
};

test("sums are whole numbers, as many as the measurement asks for, with noise in each", () => {
  expect(v.is(GenerationSums, sums)).toBe(true);
  const wrong: object[] = [
    { countStdDev: 0 },
    { sumStdDev: 0 },
    { counts: [603] },
    { sums: [40] },
    { counts: [1.5, 603] },
    { sums: [2 ** 53, 0] },
    { people: -1 },
  ];
  expect(wrong.filter((changes) => v.is(GenerationSums, { ...sums, ...changes }))).toEqual([]);
  const histogram = { ...sums, measurement: { ...sums.measurement, terms: "count" }, sums: [], sumStdDev: 0 };
  expect(v.is(GenerationSums, histogram)).toBe(true);
});

test("what is signed names the site, the generation, its codebook and its sums, and nothing else", () => {
  const text = generationText("demo", {
    generation: v.parse(GenerationSums, sums).generation,
    codebook: "c",
    sums: "s",
  });
  expect(text).toBe('["demo",1,"c","s"]');
});
