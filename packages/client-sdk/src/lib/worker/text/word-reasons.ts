import { wordsOf } from "@sedge/features/text";
import type { WordReason } from "../../text-classification.ts";

/** Most reasons given for one answer. */
const MAX_REASONS = 3;
/** Effects below these log-odds are not listed. */
const MIN_EFFECT = 1e-2;
/** Most words that are left out one by one, the first ones; a search or a sentence of a chat has fewer. */
export const MAX_WORDS_LEFT_OUT = 64;
/**
 * Probabilities nearer to 0 or 1 than this are replaced by it, so that their log-odds are finite; doubles are precise
 * enough up to here.
 */
const NEAREST = 1e-12;

/** A text, and the same with one word left out, for each of its words. */
export interface Omissions {
  readonly words: readonly string[];
  /** The text as it is, then without the first word, without the second, and so on. */
  readonly texts: readonly string[];
}

/** What has to be read to know which words a text's answers rest on. */
export function omissions(text: string): Omissions {
  const words = wordsOf(text).slice(0, MAX_WORDS_LEFT_OUT);
  return {
    words: words.map(({ word }) => word),
    texts: [text, ...words.map(({ start, end }) => text.slice(0, start) + text.slice(end))],
  };
}

function logOdds(probability: number): number {
  const inside = Math.min(Math.max(probability, NEAREST), 1 - NEAREST);
  return Math.log(inside / (1 - inside));
}

/**
 * The words that moved a probability most, largest effect first.
 *
 * @param probabilities - Of each text of the omissions, 0 to 1.
 */
export function wordReasons({ words }: Omissions, probabilities: readonly number[]): WordReason[] {
  const [whole = Number.NaN, ...without] = probabilities.map(logOdds);
  return words
    .map((word, index) => ({ word, effect: whole - (without[index] ?? Number.NaN) }))
    .filter(({ effect }) => Math.abs(effect) >= MIN_EFFECT)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, MAX_REASONS);
}
