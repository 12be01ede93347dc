import * as v from "valibot";
import type { SedgeEvent } from "../event.ts";
import { oneMore } from "../tally.ts";

/** A text whose frustration is at least this counts as frustrated: more likely than not. */
const FRUSTRATED_FROM = 0.5;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is kept of the texts that a page gave to classify: numbers, never a word of them. */
export const TextScores = v.strictObject({
  texts: count,
  /** Texts with a frustration of at least `FRUSTRATED_FROM`. */
  frustrated: count,
  /** Chance, by the last chat text that said one, that the contact did not solve the matter, 0 to 1. */
  unresolved: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
export type TextScores = v.InferOutput<typeof TextScores>;

export const NO_TEXT_SCORES: TextScores = { texts: 0, frustrated: 0, unresolved: null };

/** The scores after one event more. */
export function afterText(scores: TextScores, event: SedgeEvent): TextScores {
  if (event.kind !== "text-scored") return scores;
  return {
    texts: oneMore(scores.texts),
    frustrated: event.frustration >= FRUSTRATED_FROM ? oneMore(scores.frustrated) : scores.frustrated,
    unresolved: event.unresolved ?? scores.unresolved,
  };
}
