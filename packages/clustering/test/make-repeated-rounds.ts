// Usage: node packages/clustering/test/make-repeated-rounds.ts
// Writes repeated-rounds.ts: two rounds of one population that moves in between, and what they give. The pinned hashes in it are those
// of this engine; tests repeat them in Node and in workerd. Run it again only with a new METHOD.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { IntentModel } from "../src/card.ts";
import { measurementFor } from "../src/codebook.ts";
import { normal, seededRandom } from "../src/lib/random/seeded-random.ts";
import { type GenerationBase, repeatedGeneration } from "../src/repeat.ts";
import { sha256Of, sumsOn } from "./next-generation.ts";
import { askedOf } from "./simulated-devices.ts";

const MODEL = join(import.meta.dirname, "../../../models/cluster-intents/weights.json");
const intents = v.parse(IntentModel, JSON.parse(readFileSync(MODEL, "utf8")));
const MIN_PEOPLE = 50;
const NOISE = { countStdDev: 8, sumStdDev: 1_000 };
const random = seededRandom(7);

const leaves = Array.from({ length: 14 }, (_, i) => ({
  path: `${i}`,
  centroid: intents.features.map(() => Math.round(random() * 10_000) / 10_000),
  count: 400,
  cluster: `c${(i % 3) + 1}`,
  confidence: 1,
}));
const middle = intents.features.map(() => 0.5);
const base: Codebook = v.parse(Codebook, {
  generation: 0,
  source: "prior",
  featureSchema: "session.v1",
  features: intents.features,
  cells: [{ path: "", centroid: middle, count: 5_600, cluster: "c1", confidence: 0.3572 }, ...leaves],
  clusters: [1, 2, 3].map((id) => ({ id: `c${id}`, name: `group ${id}`, centroid: middle, count: 1_800 })),
});

/** People around some of the leaves. */
function population(people: number, share: (leaf: number) => number): number[][] {
  return leaves.flatMap(({ centroid }, leaf) =>
    Array.from({ length: Math.round(people * share(leaf)) }, () => centroid.map((x) => x + 0.08 * normal(random))),
  );
}

const before = JSON.stringify(base);
let last: GenerationBase = { codebook: base, sha256: await sha256Of(before), sums: undefined };
const rounds: object[] = [];
for (const share of [(leaf: number) => (leaf < 9 ? 1 / 9 : 0), (leaf: number) => (leaf < 5 ? 0.04 : 0.8 / 9)]) {
  const options = { minPeople: MIN_PEOPLE, countStdDev: NOISE.countStdDev, explore: rounds.length === 0 };
  const measurement = measurementFor(last.codebook, options);
  const asked = askedOf(measurement, population(9_000, share), { ...NOISE, seed: rounds.length + 1 });
  const making = { minPeople: MIN_PEOPLE, algorithm: "auto" as const, clusters: 4, sensitiveFeatures: [] };
  const noisy = { ...asked, counts: Array.from(asked.counts), sums: Array.from(asked.sums) };
  const document = await sumsOn(last, { minPeople: MIN_PEOPLE, changes: { ...noisy, making } });
  const text = JSON.stringify(document);
  const made = repeatedGeneration(document, await sha256Of(text), last, intents);
  if (made.result === "refused") throw new Error(`${made.reason}: ${made.detail}`);
  const [codebook, report] = [await sha256Of(made.text), await sha256Of(JSON.stringify(made.report))];
  rounds.push({ sums: text, codebook, report });
  last = { codebook: made.codebook, sha256: codebook, sums: document };
}
const stored = `/** Written by make-repeated-rounds.ts. */
export const STORED = ${JSON.stringify({ base: before, rounds }, null, 2)};
`;
writeFileSync(join(import.meta.dirname, "repeated-rounds.ts"), stored);
