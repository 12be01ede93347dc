import { expect, test } from "vitest";
import { serviceSentences } from "./service-sentences.ts";

const sentences = serviceSentences();
const of = (label: string) => sentences.filter(({ labels }) => labels.original.includes(label));

test("every matter occurs with and without frustration, so that the matter is no clue", () => {
  const tellings = (label: string) => of(label).filter(({ text }) => text.includes("the invoice is wrong")).length;
  expect(tellings("annoyance")).toBe(16);
  expect(tellings("neutral")).toBe(8);
});

test("no sentence is there twice, and none has a gap left", () => {
  expect(new Set(sentences.map(({ text }) => text)).size).toBe(sentences.length);
  expect(sentences.some(({ text }) => text.includes("{}"))).toBe(false);
});

test("the groupings agree", () => {
  expect(of("annoyance").every(({ labels }) => labels.group[0] === "negative" && labels.ekman[0] === "anger")).toBe(
    true,
  );
  expect(of("gratitude").every(({ labels }) => labels.group[0] === "positive" && labels.ekman[0] === "joy")).toBe(true);
});

test("the sentence that the example shop proposes is not among them", () => {
  expect(sentences.map(({ text }) => text)).not.toContain("my card was charged twice and nobody answers!!!");
  expect(of("annoyance").some(({ text }) => text === "the invoice is wrong and nobody answers!!!")).toBe(true);
});
