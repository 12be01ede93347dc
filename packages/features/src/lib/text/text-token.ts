import { MAX_TEXT_CHARS, MAX_TEXT_WORDS, MAX_WORD_CHARS } from "./text-limits.ts";

/** A piece of a text: a word (letters, digits, apostrophes) or a mark that carries a mood (`!`, `?`, smileys, emoji). */
export interface TextToken {
  readonly kind: "word" | "mark";
  /** As the features read it: NFKC, lower case, every digit as 0, a curly apostrophe as a straight one. */
  readonly form: string;
  /** Range in the text as it was given, in UTF-16 code units, `end` excluded. */
  readonly start: number;
  readonly end: number;
  /** A word of two letters or more, all of them capitals. */
  readonly isShouted: boolean;
}

const TOKEN = new RegExp(
  `(?<word>[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’]{0,${MAX_WORD_CHARS - 1}})|[!?]{1,3}|[:;=]-?[()DP/|]|\\p{Extended_Pictographic}`,
  "gu",
);
const SHOUT = /^(?=.*\p{Lu}.*\p{Lu})[^\p{Ll}]*$/u;

/** The first pieces of a text, in order, within the limits of `text-limits.ts`. Pure, and the same in every engine. */
export function textTokens(text: string): TextToken[] {
  const tokens: TextToken[] = [];
  for (const match of text.slice(0, MAX_TEXT_CHARS).matchAll(TOKEN)) {
    const [raw] = match;
    const isWord = match.groups?.["word"] !== undefined;
    tokens.push({
      kind: isWord ? "word" : "mark",
      form: raw
        .normalize("NFKC")
        .toLowerCase()
        .replaceAll("’", "'")
        .replaceAll(/\p{Nd}/gu, "0"),
      start: match.index,
      end: match.index + raw.length,
      isShouted: isWord && SHOUT.test(raw),
    });
    if (tokens.length === MAX_TEXT_WORDS) break;
  }
  return tokens;
}

/** A word of a text with its position: `text.slice(start, end)`. */
export type TextWord = Pick<TextToken, "start" | "end"> & { readonly word: string };

/** The words that the features read, for reasons by leaving one out. Marks are not among them. */
export function wordsOf(text: string): TextWord[] {
  return textTokens(text)
    .filter(({ kind }) => kind === "word")
    .map(({ start, end }) => ({ word: text.slice(start, end), start, end }));
}
