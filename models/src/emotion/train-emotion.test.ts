import { textAnswer } from "@sedge/features/text";
import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { textReference } from "../text/text-reference.ts";
import { emotionFigures } from "./emotion-figures.ts";
import { EKMAN, FRUSTRATION } from "./emotion-outputs.ts";
import { type EmotionTeacher, teacherAnswers } from "./emotion-teachers.ts";
import type { EmotionComment } from "./goemotions.ts";
import { alteredTexts, type EmotionPlan, trainEmotion } from "./train-emotion.ts";

const KINDS = [
  { original: "anger", ekman: "anger", words: ["hate", "furious", "terrible", "rubbish"] },
  { original: "joy", ekman: "joy", words: ["love", "happy", "lovely", "glad"] },
  { original: "neutral", ekman: "neutral", words: ["table", "tuesday", "costs", "north"] },
] as const;
const FILLERS = ["the", "train", "was", "so", "today", "and", "we", "went", "there", "again"];

function comments(count: number, seed: number): EmotionComment[] {
  const random = randomFrom(seed);
  const any = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  return Array.from({ length: count }, () => {
    const kinds = [KINDS[Math.floor(random() * 3)] ?? KINDS[0], ...(random() < 0.1 ? [KINDS[0]] : [])];
    const words = [...Array.from({ length: 5 }, () => any(FILLERS)), ...kinds.map(({ words }) => any(words))];
    // Some raters err, as they do; answers that are never wrong would be calibrated to certainty.
    const rated = random() < 0.06 ? [KINDS[Math.floor(random() * 3)] ?? KINDS[0]] : kinds;
    const labels = {
      original: [...new Set(rated.map(({ original }) => original))],
      ekman: [...new Set(rated.map(({ ekman }) => ekman))],
      group: [],
    };
    return { text: words.join(" "), labels };
  });
}

const outputs = [...EKMAN.filter(({ code }) => ["anger", "joy", "neutral"].includes(code)), FRUSTRATION];
const grams = { pairs: true, skips: false, charactersFrom: 3, charactersTo: 4 };
const bag = {
  shape: { buckets: 2_048, dimensions: 8, parts: 1 },
  hidden: [],
  answer: "sigmoid",
  epochs: 8,
  batch: 16,
  rate: 0.01,
  decay: 0.01,
  featureDropout: 0.2,
  inputDropout: 0,
  hiddenDropout: 0,
} as const;
const teacher: EmotionTeacher = { seed: 5, grams, plan: bag };
const plan: EmotionPlan = { name: "feelings", version: "1.0.0", seed: 6, outputs, scores: ["frustration"], grams, bag };
const [train, development, unseen] = [comments(400, 1), comments(200, 2), comments(200, 3)];
const texts = [...train.map(({ text }) => text), ...alteredTexts(train, 4)];

test(
  "a student says what its teacher was taught, several at once, and frustration only as a score",
  { timeout: 300_000 },
  () => {
    const fit = () => {
      const answers = teacherAnswers(teacher, train, outputs, texts, () => undefined);
      return trainEmotion(plan, train, { texts, outputs, answers }, development, () => undefined);
    };
    const model = fit();
    const figures = emotionFigures(model, outputs, unseen);
    for (const { code, auc } of figures) expect(auc, code).toBeGreaterThan(0.9);
    expect(figures.map(({ code, f1 }) => [code, f1 > 0.8])).toEqual([
      ["anger", true],
      ["joy", true],
      ["neutral", true],
      ["frustration", false],
    ]);
    const { classes } = textAnswer(model.manifest, textReference(model)("the lovely train was terrible today"));
    expect(classes.filter(({ isPredicted }) => isPredicted).map(({ code }) => code)).toEqual(["anger", "joy"]);
    expect(fit()).toEqual(model);
  },
);

test("altered copies are one a comment, and not the comments themselves", () => {
  const copies = alteredTexts(train, 4);
  expect(copies).toHaveLength(train.length);
  expect(copies.filter((copy, index) => copy === train[index]?.text).length).toBeLessThan(80);
  expect(alteredTexts(train, 4)).toEqual(copies);
});
