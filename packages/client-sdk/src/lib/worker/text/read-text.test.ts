import { expect, test } from "vitest";
import { TextReading } from "./read-text.ts";
import { omissions } from "./word-reasons.ts";

const one = (code: string, probability: number) => ({
  code,
  label: `${code} in words`,
  probability,
  isPredicted: false,
});
const scores = (
  probabilities: Readonly<Record<string, number>>,
  outOfScope: number | null = null,
  isOutOfScope = false,
) => ({
  classes: Object.entries(probabilities).map(([code, probability]) => one(code, probability)),
  outOfScope,
  isOutOfScope,
});

test("the likeliest classes come first, with the words that moved the first of them", () => {
  const reading = new TextReading("m", omissions("my card"), [
    scores({ card: 0.7, fee: 0.1, cash: 0.05, loan: 0.15 }),
    scores({ card: 0.7, fee: 0.1, cash: 0.05, loan: 0.15 }),
    scores({ card: 0.2, fee: 0.3, cash: 0.2, loan: 0.3 }),
  ]);
  const { classes, reasons } = reading.answer();
  expect(classes.map(({ code }) => code)).toEqual(["card", "loan", "fee"]);
  expect(reasons).toEqual([{ word: "card", effect: expect.closeTo(Math.log(0.7 / 0.3) - Math.log(0.2 / 0.8), 9) }]);
});

test("a set that declines says which words made it", () => {
  const reading = new TextReading("m", omissions("purple rain"), [
    scores({ card: 0.4 }, 0.9, true),
    scores({ card: 0.4 }, 0.3),
    scores({ card: 0.9 }, 0.9, true),
  ]);
  const { isOutOfScope, outOfScope, reasons } = reading.answer();
  expect({ isOutOfScope, outOfScope }).toEqual({ isOutOfScope: true, outOfScope: 0.9 });
  expect(reasons.map(({ word }) => word)).toEqual(["purple"]);
});

test("a score is none of the classes, and has reasons of its own", () => {
  const reading = new TextReading("m", omissions("never answers"), [
    scores({ joy: 0.1, frustration: 0.9 }),
    scores({ joy: 0.5, frustration: 0.4 }),
    scores({ joy: 0.1, frustration: 0.6 }),
  ]);
  expect(reading.answer(["frustration"]).classes.map(({ code }) => code)).toEqual(["joy"]);
  expect(reading.score("frustration")).toMatchObject({ model: "m", probability: 0.9, code: "frustration" });
  expect(reading.score("frustration")?.reasons.map(({ word }) => word)).toEqual(["never", "answers"]);
  expect(reading.score("boredom")).toBeNull();
});
