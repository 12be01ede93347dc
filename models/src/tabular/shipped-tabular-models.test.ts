import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { tabularModelInput } from "@sedge/features/tabular";
import { describe, expect, test } from "vitest";
import { NO_DATA } from "../data-folder.ts";
import { dequantise, forward } from "@sedge/features/dense-network";
import { artefact } from "../model-folder.ts";
import { tensorLogits } from "../tensor-network.ts";
import { tabularParts } from "./shipped-tabular.ts";
import { SHIPPED_TABULAR } from "./shipped-tabular-models.ts";
import { readTabular, readTabularVectors } from "./tabular-artefacts.ts";
import { tabularFigures } from "./tabular-figures.ts";
import { tabularVectors } from "./tabular-vectors.ts";

/** A figure in the card's table, by the words of its row. */
function cardFigure(name: string, what: string): number {
  const card = readFileSync(artefact(name, "MODEL_CARD.md"), "utf8");
  const row = card.split("\n").find((line) => line.startsWith(`| ${what} |`));
  return Number(row?.split("|")[2]);
}

describe.each(SHIPPED_TABULAR.map((shipped) => [shipped.plan.name, shipped] as const))("%s", (name, shipped) => {
  const model = readTabular(name);
  const { vectors, tolerance, version } = readTabularVectors(name);
  const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(...Array.from(a, (x, index) => Math.abs(x - (b[index] ?? Number.NaN))));

  test("the weights have the manifest's hash, and one changed byte has not", () => {
    const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(model.weights)).toBe(model.manifest.weights.sha256);
    expect(hash(model.weights.with(7, (model.weights[7] ?? 0) ^ 1))).not.toBe(model.manifest.weights.sha256);
  });

  test("it reads no column that is known only afterwards, and not the answer", () => {
    const read = model.manifest.columns.map(({ name }) => name);
    expect(read.filter((column) => shipped.plan.dropped.includes(column) || column === shipped.labelColumn)).toEqual(
      [],
    );
    expect(read.toSorted()).toEqual(Object.keys(shipped.plan.hints).toSorted());
    expect(version).toBe(model.manifest.version);
  });

  test("the vectors are the reference's own answers", () => {
    const network = dequantise({ layers: model.manifest.layers, bytes: model.weights });
    expect(vectors.length).toBeGreaterThanOrEqual(16);
    for (const { row, inputs, logits } of vectors) {
      expect([...tabularModelInput(model.manifest, row)]).toEqual(inputs);
      expect(farthest(forward(network, inputs), logits)).toBeLessThan(1e-9);
    }
    const spread = vectors.map(({ probabilities }) => probabilities[1] ?? 0);
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(0.1);
    expect(tabularVectors(model, 1).vectors[0]).not.toEqual(vectors[0]);
  });

  test.each(["cpu", "wasm"] as const)("TF.js on %s reproduces the vectors", async (backend) => {
    const rows = vectors.map(({ inputs }) => inputs);
    const answers = await tensorLogits(model, rows, backend);
    vectors.forEach(({ logits }, index) => expect(farthest(answers[index] ?? [], logits)).toBeLessThan(tolerance));
  });

  test("the card's figures are what the held-out part gives", (context) => {
    const unseen = tabularParts(shipped)?.test;
    if (!unseen) return context.skip(NO_DATA);
    const figures = tabularFigures(model, shipped.positive, unseen);
    expect(figures.auc).toBeCloseTo(cardFigure(name, "AUC"), 3);
    expect(figures.topCalibrationError).toBeCloseTo(cardFigure(name, "ECE, likeliest class, 15 widths"), 3);
  });
});
