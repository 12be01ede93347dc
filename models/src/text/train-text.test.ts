import { textAnswer } from "@sedge/features/text";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { OUT_OF_SCOPE, TEXT_PLAN, type TextData, type TextPlan, type TextRow } from "./text-plan.ts";
import { textReference } from "./text-reference.ts";
import { textWork, trainText } from "./train-text.ts";

const ASKED: Readonly<Record<string, readonly string[]>> = {
  delivery: ["where is", "when will I get", "I am still waiting for", "has the courier got"],
  cancel: ["please cancel", "I do not want", "stop the order of", "how do I call off"],
  price: ["what costs", "how much is", "tell me the price of", "is there a discount on"],
};
const GOODS = ["the red shoes", "a green hat", "my book", "two chairs", "the blue coat", "this lamp", "wool socks"];
const OTHER = [
  "it rains today",
  "who won the match",
  "sing me a song",
  "the capital of Peru",
  "I like cheese",
  "good night",
];
const rows: TextRow[] = Object.entries(ASKED).flatMap(([label, starts]) =>
  starts.flatMap((start) => GOODS.map((products) => ({ text: `${start} ${products}`, labels: [label] }))),
);
const outside = OTHER.map((text) => ({ text, labels: [OUT_OF_SCOPE] }));
const drawn = randomFrom(2);
const isHeld = rows.map(() => drawn() < 0.3);
const data: TextData = {
  train: [...rows.filter((_, index) => !isHeld[index]), ...outside.slice(0, 4)],
  validation: [...rows.filter((_, index) => isHeld[index]), ...outside.slice(4)],
};
const plan: TextPlan = { ...TEXT_PLAN, name: "sample", version: "1.0.0", seed: 5, dimensions: 16, minSteps: 200 };
const TEXT_PLAN_OF: TextPlan = { ...TEXT_PLAN, name: "sample", version: "1.0.0", seed: 5 };
const quiet = { step: () => undefined };

describe("a small set of texts", () => {
  let steps = 0;
  const model = trainText(data, plan, { step: () => (steps += 1) });
  const logitsOf = textReference(model);
  const answerTo = (text: string) => textAnswer(model.manifest, logitsOf(text));
  const predictedOf = (text: string) => answerTo(text).classes.find(({ isPredicted }) => isPredicted)?.code;

  test("is learnt: other words around the same request, and a slip of the finger", () => {
    expect(predictedOf("where is my lamp?")).toBe("delivery");
    expect(predictedOf("PLEASE cancel my hat")).toBe("cancel");
    expect(predictedOf("how mcuh is it")).toBe("price");
    const held = rows.filter((_, index) => isHeld[index]);
    expect(held.filter(({ text, labels }) => predictedOf(text) === labels[0]).length / held.length).toBeGreaterThan(
      0.9,
    );
  });

  test("knows what it was not asked about", () => {
    const scoreOf = (text: string) => answerTo(text).outOfScope ?? Number.NaN;
    expect(scoreOf("who sings this song")).toBeGreaterThan(scoreOf("where is the hat") + 0.3);
    expect(model.manifest.classes.map(({ code }) => code)).toEqual(["cancel", "delivery", "price"]);
  });

  test("gives the same bytes again, and others for another seed", () => {
    expect(trainText(data, plan, quiet).manifest.weights.sha256).toBe(model.manifest.weights.sha256);
    expect(trainText(data, { ...plan, seed: 6 }, quiet).manifest.weights.sha256).not.toBe(
      model.manifest.weights.sha256,
    );
  });

  test("is no wider than its classes need", () => {
    expect(model.manifest.table.dimensions).toBe(plan.dimensions);
    const two = (rows: readonly TextRow[]) =>
      rows.filter(({ labels }) => labels[0] === "price" || labels[0] === "cancel");
    const parts = { train: two(data.train), validation: two(data.validation) };
    expect(trainText(parts, { ...plan, dimensions: 64, minSteps: 10 }, quiet).manifest.table.dimensions).toBe(16);
  });

  test("takes as many steps as textWork announces", () => expect(steps).toBe(textWork(data, plan).steps));
});

const asked: TextRow[] = [
  ...rows,
  ...["can I swap", "I would like another size of", "exchange", "change the colour of"].flatMap((start) =>
    GOODS.map((product) => ({ text: `${start} ${product}`, labels: ["exchange"] })),
  ),
];

describe("a set without texts out of scope and without validation rows", () => {
  const small: TextPlan = { ...plan, teachers: 1, minSteps: 120 };
  let steps = 0;
  const model = trainText({ train: asked, validation: [] }, small, { step: () => (steps += 1) });
  const answerTo = (text: string) => textAnswer(model.manifest, textReference(model)(text));

  test("refuses what it was not taught, and answers what it was", () => {
    expect(model.manifest.outOfScope?.background).toBeUndefined();
    expect(model.manifest.layers.at(-1)?.units).toBe(model.manifest.classes.length);
    expect(OTHER.filter((text) => answerTo(text).isOutOfScope).length).toBeGreaterThanOrEqual(4);
    const kept = asked.filter(({ text }) => !answerTo(text).isOutOfScope).length;
    expect(kept / asked.length).toBeGreaterThan(0.85);
  });

  test("learns from all rows, and takes as many steps as textWork announces", () => {
    const right = asked.filter(({ text, labels }) => {
      const { classes } = answerTo(text);
      return classes.find(({ isPredicted }) => isPredicted)?.code === labels[0];
    });
    expect(right.length / asked.length).toBeGreaterThan(0.97);
    expect(steps).toBe(textWork({ train: asked, validation: [] }, small).steps);
  });
});

test("the wanted share is refused, also with few classes and a file of a limited size", () => {
  const few = { train: data.train.slice(0, 40), validation: data.validation.slice(0, 12) };
  const limited = { ...plan, maxBytes: 5_000, teachers: 1, hidden: [6] };
  const model = trainText(few, limited, quiet);
  expect(model.manifest.outOfScope?.energy).toBe(0);
  expect(model.weights.length).toBeLessThanOrEqual(5_000);
  expect(model.weights.length).toBeGreaterThan(4_900);
  expect(model.manifest.layers.map(({ units }) => units)).toEqual([6, model.manifest.classes.length]);
  const refused = trainText(few, { ...limited, refuseShare: 0.5 }, quiet);
  const isRefused = ({ text }: TextRow) => textAnswer(refused.manifest, textReference(refused)(text)).isOutOfScope;
  expect(few.validation.filter(isRefused).length).toBe(6);
});

test("long texts are read in fewer epochs: the work is bounded by the text seen", () => {
  const sized = (words: number) => ({
    train: asked.map(({ text, labels }) => ({ text: `${text} ${"and so on ".repeat(words)}`, labels })),
    validation: asked.slice(0, 4),
  });
  const [short, long] = [textWork(sized(0), TEXT_PLAN_OF), textWork(sized(80), TEXT_PLAN_OF)];
  expect(long.steps).toBeLessThan(short.steps);
  expect(long.features).toBeLessThan(TEXT_PLAN_OF.maxFeaturesSeen * 13);
});

test("texts out of scope that only train are shared with validation", () => {
  const within = data.validation.filter(({ labels }) => !labels.includes(OUT_OF_SCOPE));
  const closed = { train: [...data.train, ...outside], validation: within, background: OTHER };
  let steps = 0;
  const { manifest } = trainText(closed, { ...plan, teachers: 1 }, { step: () => (steps += 1) });
  expect(manifest.outOfScope?.threshold).toBeGreaterThanOrEqual(0.5);
  expect(steps).toBe(textWork(closed, { ...plan, teachers: 1 }).steps);
});

test("predicts several classes at once", () => {
  const moods: TextRow[] = ["angry", "sad"].flatMap((mood) =>
    GOODS.flatMap((products) => [
      { text: `I am ${mood} about ${products}`, labels: [mood] },
      { text: `${products}, thanks`, labels: [] },
      { text: `sad and angry, ${products} again`, labels: ["angry", "sad"] },
    ]),
  );
  const model = trainText({ train: moods, validation: moods }, { ...plan, answer: "sigmoid", copies: 0 }, quiet);
  const predicted = (text: string) =>
    textAnswer(model.manifest, textReference(model)(text)).classes.flatMap(({ code, isPredicted }) =>
      isPredicted ? [code] : [],
    );
  expect(predicted("sad and angry, a lamp again")).toEqual(["angry", "sad"]);
  expect(predicted("I am sad about a pen")).toEqual(["sad"]);
  expect(predicted("this lamp, thanks")).toEqual([]);
});

test.each([
  ["no rows", { train: [], validation: data.validation }],
  ["one class", { train: data.train.slice(0, 9), validation: data.validation.slice(0, 1) }],
  ["a class that only validation has", { ...data, validation: [{ text: "x", labels: ["refund"] }] }],
  ["two labels where one is asked", { ...data, train: [...data.train, { text: "x", labels: ["price", "cancel"] }] }],
])("%s is refused", (_what, refused) => {
  expect(() => trainText(refused, plan, quiet)).toThrow(RangeError);
});
