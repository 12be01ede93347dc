import { createHash } from "node:crypto";
import type { TabularRow } from "@sedge/features/tabular";
import { describe, expect, test } from "vitest";
import { normal, randomFrom } from "../random.ts";
import { tabularProbabilities } from "./tabular-figures.ts";
import { TABULAR_PLAN } from "./tabular-plan.ts";
import { tabularSteps, trainTabular } from "./train-tabular.ts";

const KINDS = ["red", "green", "blue"];

/** Fruit by colour and weight, with gaps: a melon is heavy, a berry light and not green, the rest apples. */
function fruit(count: number, seed: number): TabularRow[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const [colour, grams] = [KINDS[Math.floor(random() * 3)] ?? "", Math.round(Math.exp(4 + 1.5 * normal(random)))];
    const name = grams > 150 ? "melon" : grams < 40 && colour !== "green" ? "berry" : "apple";
    return { colour: random() < 0.03 ? "" : colour, grams: random() < 0.03 ? null : grams, shelf: random(), name };
  });
}

const plan = {
  ...TABULAR_PLAN,
  folds: 2,
  studentRows: 2_000,
  trees: { ...TABULAR_PLAN.trees, rounds: 40 },
  teacher: { ...TABULAR_PLAN.teacher, hidden: [16], epochs: 20, batch: 32 },
  student: { ...TABULAR_PLAN.student, hidden: [16], epochs: 30, batch: 32 },
};
const parts = { train: fruit(300, 1), validation: fruit(120, 2) };
const steps: string[] = [];
const model = trainTabular(parts, "name", plan, { step: (note) => steps.push(note) });
const quiet = { step: () => undefined };

test("a model of three classes says what unseen rows are", () => {
  const unseen = fruit(300, 3);
  expect(model.manifest.classes.map(({ code }) => code)).toEqual(["apple", "berry", "melon"]);
  const right = tabularProbabilities(model, unseen).filter((row, at) => {
    const top = model.manifest.classes[row.indexOf(Math.max(...row))];
    return top?.code === unseen[at]?.["name"];
  });
  expect(right.length / 300).toBeGreaterThan(0.88);
  expect(steps).toHaveLength(tabularSteps(plan));
});

test("the same rows and plan give the same bytes, another seed others", () => {
  // Every step of a training, each of them short.
  const short = {
    ...plan,
    studentRows: 200,
    trees: { ...plan.trees, rounds: 5 },
    teacher: { ...plan.teacher, epochs: 2 },
    student: { ...plan.student, epochs: 2 },
  };
  const first = trainTabular(parts, "name", short, quiet);
  expect(trainTabular(parts, "name", short, quiet)).toEqual(first);
  const other = trainTabular(parts, "name", { ...short, seed: 1 }, quiet);
  expect(other.manifest.weights.sha256).not.toBe(first.manifest.weights.sha256);
});

test("the manifest has the weights' hash and the columns' kinds", () => {
  expect(model.manifest.weights.sha256).toBe(createHash("sha256").update(model.weights).digest("hex"));
  expect(model.manifest.columns.map(({ name, kind, hasMissing }) => [name, kind, hasMissing])).toEqual([
    ["colour", "categorical", true],
    ["grams", "numeric", true],
    ["shelf", "numeric", false],
  ]);
});

describe("refused", () => {
  const { train, validation } = parts;
  test.each([
    ["one class", { train: train.filter(({ name }) => name === "apple"), validation }, /fewer than two classes/],
    ["a row without a label", { train: [...train, { grams: 3, name: null }], validation }, /a row has no name/],
    [
      "a class to validate that was never taught",
      { train, validation: [{ name: "pear" }] },
      /pear is in no training row/,
    ],
    ["nothing to learn from", { train: [{ name: "a" }, { name: "b" }], validation }, /no column beside the label/],
  ])("%s", (_, given, message) => {
    expect(() => trainTabular(given, "name", plan, quiet)).toThrow(message);
  });
});
