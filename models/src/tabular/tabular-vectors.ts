import { tabularAnswer, tabularModelInput, type TabularRow } from "@sedge/features/tabular";
import type { TabularColumn } from "@sedge/features/tabular-model-manifest";
import * as v from "valibot";
import { dequantise, forward } from "@sedge/features/dense-network";
import { type Random, randomFrom } from "../random.ts";
import type { FittedTabularModel } from "./train-tabular.ts";

const numbers = v.array(v.pipe(v.number(), v.finite()));

/**
 * Rows with the answers that every backend has to give within `tolerance`, from the float64 reference. The rows are
 * drawn at random within the training range; none is anybody's.
 */
export const TabularVectors = v.strictObject({
  model: v.string(),
  version: v.string(),
  tolerance: v.number(),
  vectors: v.pipe(
    v.array(
      v.strictObject({
        row: v.record(v.string(), v.nullable(v.union([v.string(), v.number()]))),
        inputs: numbers,
        logits: numbers,
        probabilities: numbers,
      }),
    ),
    v.minLength(16),
  ),
});
export type TabularVectors = v.InferOutput<typeof TabularVectors>;

const COUNT = 32;
/** Share of values that are left out or, in a category, are of no known kind. */
const ODD = 0.05;

/** Test vectors of a model, the same for the same seed. */
export function tabularVectors({ manifest, weights }: FittedTabularModel, seed: number): TabularVectors {
  const random = randomFrom(seed);
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const vectors = Array.from({ length: COUNT }, () => {
    const row: TabularRow = Object.fromEntries(manifest.columns.map((column) => [column.name, drawn(column, random)]));
    const inputs = [...tabularModelInput(manifest, row)];
    const logits = [...forward(network, inputs)];
    const probabilities = tabularAnswer(manifest, logits).classes.map(({ probability }) => probability);
    return { row, inputs, logits, probabilities };
  });
  return { model: manifest.name, version: manifest.version, tolerance: 1e-3, vectors };
}

function drawn(column: TabularColumn, random: Random): string | number | null {
  const odd = random();
  if (odd < ODD) return null;
  if (column.kind === "numeric") return Number((column.lower + (column.upper - column.lower) * random()).toFixed(3));
  if (odd < 2 * ODD) return "of no known kind";
  return column.values[Math.floor(random() * column.values.length)] ?? null;
}
