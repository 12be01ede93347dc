import * as v from "valibot";
import { expect, test } from "vitest";
import { RoundTerms } from "./round.ts";
import { termsText, termsTextOfVersion5 } from "./terms-text.ts";

const noise = { countStdDev: 3.5, sumStdDev: 200.25 };
const measurement = {
  featureSchema: "session.v1",
  features: ["depth", "breadth"],
  centres: [
    [0.1, 0.2],
    [0.3, 0.4],
  ],
  terms: "spread" as const,
  radii: [0.5, 0.6],
  bits: 8,
};
const terms = {
  round: v.parse(RoundTerms.entries.round, `${"A".repeat(21)}A`),
  generation: v.parse(RoundTerms.entries.generation, 2),
  deadline: 1_800_000_000,
  minPeople: 50,
  measurement,
  noise,
  delta: 1e-6,
  ballotKeys: { edge: `${"D".repeat(42)}A`, aggregator: `${"B".repeat(42)}A` },
  sealKey: `${"C".repeat(42)}A`,
  spreadSeconds: 900,
};

test("the signed text changes with every part of the terms, and with nothing else", () => {
  const changes: Partial<typeof terms>[] = [
    { round: v.parse(RoundTerms.entries.round, `${"D".repeat(21)}A`) },
    { generation: v.parse(RoundTerms.entries.generation, 3) },
    { deadline: 1 },
    { minPeople: 2 },
    { measurement: { ...measurement, centres: measurement.centres.toReversed() } },
    { measurement: { ...measurement, radii: [0.5, 0.7] } },
    { measurement: { ...measurement, bits: 9 } },
    { measurement: { ...measurement, features: ["breadth", "depth"] } },
    { noise: { ...noise, sumStdDev: 1 } },
    { noise: { ...noise, countStdDev: 1 } },
    { delta: 1e-5 },
    { ballotKeys: { ...terms.ballotKeys, aggregator: `${"E".repeat(42)}A` } },
    { ballotKeys: { ...terms.ballotKeys, edge: `${"E".repeat(42)}A` } },
    { sealKey: `${"F".repeat(42)}A` },
    { spreadSeconds: 0 },
  ];
  const texts = [termsText("demo", terms), termsText("shop", terms)];
  for (const change of changes) texts.push(termsText("demo", { ...terms, ...change }));
  expect(new Set(texts).size).toBe(texts.length);
  const reordered = Object.fromEntries(Object.entries(measurement).toReversed());
  expect(termsText("demo", { ...terms, measurement: { ...measurement, ...reordered } })).toBe(texts[0]);
});

test("the text of version 5 is what its readers check: everything but the waiting time", () => {
  const text = termsTextOfVersion5("demo", terms);
  const eager = { ...terms, spreadSeconds: 0 };
  expect(termsTextOfVersion5("demo", eager)).toBe(text);
  expect(termsTextOfVersion5("demo", { ...terms, deadline: 1 })).not.toBe(text);
  expect(termsText("demo", terms)).not.toBe(text);
});
