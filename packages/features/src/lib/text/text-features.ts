import { textHash } from "./text-hash.ts";
import { textTokens } from "./text-token.ts";

/** Version of the way a text becomes features (`textFeatures`). */
export const TEXT_SCHEMA = "text.v1";

/** Which features a model reads. */
export interface TextGrams {
  /** Pairs of neighbouring words, the start and the end of the text counting as words. */
  readonly pairs: boolean;
  /** Pairs of words with one between them. */
  readonly skips: boolean;
  /** Runs of this many code points within a word and its two borders, `<word>`; both 0 for none. */
  readonly charactersFrom: number;
  readonly charactersTo: number;
}

const WORD = 1;
const PAIR = 2;
const SKIP = 3;
const CHARACTERS = 4;
const MARK = 5;
const SHOUTED = 6;
/** Separates words in a pair; no word contains a space. */
const GAP = " ";

/**
 * Hashes of a text's features: its words, their pairs and their runs of characters as `grams` says, its marks (`!!`,
 * smileys, emoji), and how many words are shouted (1, 2, 3 or more). A feature that is there twice is there twice.
 * Never empty: a text without words or marks still has its start and end. At most about 25,000, by the limits.
 */
export function textFeatures(text: string, grams: TextGrams): Uint32Array<ArrayBuffer> {
  const hashes: number[] = [];
  const tokens = textTokens(text);
  const words = tokens.filter(({ kind }) => kind === "word").map(({ form }) => form);
  for (const { kind, form } of tokens) if (kind === "mark") hashes.push(textHash(MARK, form));
  const shouted = tokens.filter(({ isShouted }) => isShouted).length;
  if (shouted > 0) hashes.push(textHash(SHOUTED, String(Math.min(3, shouted))));
  for (const word of words) {
    hashes.push(textHash(WORD, word));
    charactersInto(hashes, word, grams);
  }
  const framed = ["", ...words, ""];
  for (let index = 1; index < framed.length; index += 1) {
    const word = framed[index] ?? "";
    if (grams.pairs) hashes.push(textHash(PAIR, `${framed[index - 1] ?? ""}${GAP}${word}`));
    if (grams.skips && index > 1) hashes.push(textHash(SKIP, `${framed[index - 2] ?? ""}${GAP}${word}`));
  }
  return Uint32Array.from(hashes.length > 0 ? hashes : [textHash(WORD, "")]);
}

function charactersInto(hashes: number[], word: string, { charactersFrom, charactersTo }: TextGrams): void {
  if (charactersTo === 0) return;
  const points = ["<", ...Array.from(word), ">"];
  for (let length = charactersFrom; length <= Math.min(charactersTo, points.length); length += 1) {
    for (let start = 0; start + length <= points.length; start += 1) {
      hashes.push(textHash(CHARACTERS, points.slice(start, start + length).join("")));
    }
  }
}
