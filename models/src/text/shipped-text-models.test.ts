import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { textModelInput } from "@sedge/features/text";
import { describe, expect, test } from "vitest";
import { NO_DATA } from "../data-folder.ts";
import { artefact } from "../model-folder.ts";
import { tensorLogits } from "../tensor-network.ts";
import { SHIPPED_TEXTS } from "./shipped-text-models.ts";
import { readText, readTextVectors } from "./text-artefacts.ts";
import { judgedTexts, textFigures } from "./text-figures.ts";
import { TEXT_SENTENCES } from "./text-sentences.ts";
import { textVectors } from "./text-vectors.ts";

/** A figure in the card's table, by the words of its row. */
function cardFigure(name: string, what: string): number {
  const card = readFileSync(artefact(name, "MODEL_CARD.md"), "utf8");
  const row = card.split("\n").find((line) => line.startsWith(`| ${what} |`));
  return Number(row?.split("|")[2]);
}

describe.each(SHIPPED_TEXTS.map((shipped) => [shipped.plan.name, shipped] as const))("%s", (name, shipped) => {
  const model = readText(name);
  const { vectors, tolerance, version } = readTextVectors(name);
  const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(...Array.from(a, (x, index) => Math.abs(x - (b[index] ?? Number.NaN))));

  test("the weights have the manifest's hash and fit a megabyte, and one changed byte has another hash", () => {
    const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(model.weights)).toBe(model.manifest.weights.sha256);
    expect(model.weights.length).toBeLessThanOrEqual(1_048_576);
    expect(hash(model.weights.with(7, (model.weights[7] ?? 0) ^ 1))).not.toBe(model.manifest.weights.sha256);
  });

  test("the vectors are the reference's own answers", () => {
    const again = textVectors(model, [...TEXT_SENTENCES, ...shipped.sentences]);
    expect(version).toBe(model.manifest.version);
    expect(again.vectors.map(({ text }) => text)).toEqual(vectors.map(({ text }) => text));
    again.vectors.forEach(({ logits, probabilities, outOfScope }, index) => {
      expect(farthest(logits, vectors[index]?.logits ?? [])).toBeLessThan(1e-6);
      expect(farthest(probabilities, vectors[index]?.probabilities ?? [])).toBeLessThan(1e-6);
      expect(Math.abs((outOfScope ?? 0) - (vectors[index]?.outOfScope ?? 0))).toBeLessThan(1e-6);
    });
    expect(Math.max(...vectors.flatMap(({ probabilities }) => probabilities))).toBeGreaterThan(0.8);
  });

  test.each(["cpu", "wasm"] as const)("TF.js on %s reproduces the vectors", async (backend) => {
    const rows = vectors.map(({ text }) => [...textModelInput(model.manifest, model.weights, text)]);
    const answers = await tensorLogits(model, rows, backend);
    vectors.forEach(({ logits }, index) => expect(farthest(answers[index] ?? [], logits)).toBeLessThan(tolerance));
  });

  test("the card's figures are what the test part gives", (context) => {
    const data = shipped.parts();
    if (!data) return context.skip(NO_DATA);
    const figures = textFigures(judgedTexts(model, data.test), model.manifest.classes.length);
    const off = (what: string, found: number | null) => Math.abs((found ?? Number.NaN) - cardFigure(name, what));
    expect(off("accuracy, nothing refused", figures.unrefusedAccuracy)).toBeLessThan(1e-3);
    expect(off("accuracy, a refusal is an error", figures.accuracy)).toBeLessThan(1e-3);
    expect(off("ECE, likeliest class, 15 widths", figures.ece)).toBeLessThan(1e-3);
    expect(off("out-of-scope recall", figures.oosRecall)).toBeLessThan(2e-3);
    expect(off("out-of-scope AUROC", figures.oosAuroc)).toBeLessThan(1e-3);
  });
});
