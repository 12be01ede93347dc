import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { textAnswer, textModelInput } from "@sedge/features/text";
import { describe, expect, test } from "vitest";
import { NO_DATA } from "../data-folder.ts";
import { artefact } from "../model-folder.ts";
import { tensorLogits } from "../tensor-network.ts";
import { readText, readTextVectors } from "../text/text-artefacts.ts";
import { textReference } from "../text/text-reference.ts";
import { TEXT_SENTENCES } from "../text/text-sentences.ts";
import { textVectors } from "../text/text-vectors.ts";
import { emotionFigures } from "./emotion-figures.ts";
import { EMOTION_MODELS } from "./emotion-models.ts";
import { EMOTION_SENTENCES } from "./emotion-sentences.ts";
import { emotionSummary } from "./emotion-table.ts";
import { emotionComments } from "./goemotions.ts";
import { REVIEW_SETS, reviewTransfer } from "./review-transfer.ts";

/** A figure in the card's table, by the words of its row. */
function cardFigure(name: string, what: string): number {
  const card = readFileSync(artefact(name, "MODEL_CARD.md"), "utf8");
  const row = card.split("\n").find((line) => line.startsWith(`| ${what} |`));
  return Number(row?.split("|")[2]);
}

const probabilityOf = (name: string, code: string) => {
  const model = readText(name);
  const logitsOf = textReference(model);
  return (text: string) =>
    textAnswer(model.manifest, logitsOf(text)).classes.find((named) => named.code === code)?.probability ?? Number.NaN;
};

describe.each(EMOTION_MODELS.map((plan) => [plan.name, plan] as const))("%s", (name, plan) => {
  const model = readText(name);
  const { vectors, tolerance, version } = readTextVectors(name);
  const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(...Array.from(a, (x, index) => Math.abs(x - (b[index] ?? Number.NaN))));

  test("the weights have the manifest's hash and fit a megabyte, and one changed byte has another hash", () => {
    const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(model.weights)).toBe(model.manifest.weights.sha256);
    expect(model.weights.length).toBeLessThanOrEqual(1_048_576);
    expect(hash(model.weights.with(7, (model.weights[7] ?? 0) ^ 1))).not.toBe(model.manifest.weights.sha256);
    expect(model.manifest.classes.map(({ code }) => code)).toEqual(plan.outputs.map(({ code }) => code));
  });

  test("the vectors are the reference's own answers", () => {
    const again = textVectors(model, [...TEXT_SENTENCES, ...EMOTION_SENTENCES]);
    expect(version).toBe(model.manifest.version);
    expect(again.vectors.map(({ text }) => text)).toEqual(vectors.map(({ text }) => text));
    again.vectors.forEach(({ logits, probabilities }, index) => {
      expect(farthest(logits, vectors[index]?.logits ?? [])).toBeLessThan(1e-6);
      expect(farthest(probabilities, vectors[index]?.probabilities ?? [])).toBeLessThan(1e-6);
    });
    expect(Math.max(...vectors.flatMap(({ probabilities }) => probabilities))).toBeGreaterThan(0.8);
  });

  test.each(["cpu", "wasm"] as const)("TF.js on %s reproduces the vectors", async (backend) => {
    const rows = vectors.map(({ text }) => [...textModelInput(model.manifest, model.weights, text)]);
    const answers = await tensorLogits(model, rows, backend);
    vectors.forEach(({ logits }, index) => expect(farthest(answers[index] ?? [], logits)).toBeLessThan(tolerance));
  });

  test("the card's figures are what the test part gives", (context) => {
    const test = emotionComments("test");
    if (!test) return context.skip(NO_DATA);
    const { macroF1, ece, scores } = emotionSummary(plan, emotionFigures(model, plan.outputs, test));
    expect(macroF1).toBeCloseTo(cardFigure(name, "macro-F1"), 3);
    expect(ece).toBeCloseTo(cardFigure(name, "ECE, 15 widths, mean over classes"), 3);
    for (const { code, auc } of scores) expect(auc).toBeCloseTo(cardFigure(name, `${code}: AUC`), 3);
  });
});

test("the manner of a message and not its matter is what frustrates", () => {
  const frustration = probabilityOf("emotion", "frustration");
  const angry = frustration("my suitcase was lost and nobody answers my calls!!!");
  expect(angry).toBeGreaterThan(0.5);
  expect(frustration("my suitcase was lost, could you help me please?")).toBeLessThan(angry - 0.3);
  expect(frustration("thank you, the suitcase is here")).toBeLessThan(0.2);
});

test("distinguishes praise from blame", () => {
  const positive = probabilityOf("sentiment", "positive");
  const negative = probabilityOf("sentiment", "negative");
  expect(positive("this kettle is wonderful, I love it")).toBeGreaterThan(0.7);
  expect(negative("this kettle is awful, what a waste of money")).toBeGreaterThan(0.5);
  expect(positive("this kettle is awful, what a waste of money")).toBeLessThan(0.3);
});

describe.each(REVIEW_SETS)("reviews of %s", (set) => {
  test("the card's figure of transfer is what the data gives", (context) => {
    const found = reviewTransfer(set);
    if (found === undefined) return context.skip(NO_DATA);
    expect(Math.abs(found - cardFigure("sentiment", set))).toBeLessThan(0.002);
  });
});
