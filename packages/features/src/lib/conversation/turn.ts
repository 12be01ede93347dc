import { textTokens } from "../text/text-token.ts";

/** One turn of a conversation with a site's chat. */
export interface Turn {
  readonly speaker: "visitor" | "site";
  readonly text: string;
}

/** Words that nearly every sentence has, and that repeat nothing when they come again. */
const COMMON = new Set(
  (
    "a an the this that these those it its is are was were be been am do does did have has had will would can could " +
    "shall should may might must i you he she we they me him her us them my your his our their mine yours of in on at " +
    "to for from with by about as into and or but so if then than there here what which who when where how why not no " +
    "yes ok okay please thanks thank hello hi also just any some all more very too i'm i'd i'll it's that's there's"
  ).split(" "),
);

/** A turn's words without the common ones, each once. */
export function contentWords(text: string): Set<string> {
  const words = textTokens(text).filter(({ kind }) => kind === "word");
  return new Set(words.map(({ form }) => form).filter((word) => !COMMON.has(word)));
}

/** Whether a turn repeats another: it has at least two content words, and half of them occurred there. */
export function repeats(later: ReadonlySet<string>, earlier: ReadonlySet<string>): boolean {
  if (later.size < 2) return false;
  const again = [...later].filter((word) => earlier.has(word)).length;
  return again >= 2 && again / later.size >= 0.5;
}
