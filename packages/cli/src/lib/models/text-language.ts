import { eld } from "eld/extrasmall";

/** Languages of a text model whose manifest names none, as ISO 639-1 codes. */
export const ENGLISH: readonly string[] = ["en"];
/** How much likelier another language must be than each of the model's, of 1. */
const LEAD = 0.15;
/** Words, or letters of a script without spaces, below which a text does not show its language. */
const LEAST_WORDS = 3;
const LEAST_LETTERS = 6;
/** Share of the texts from which a language is one of the model's. */
const COMMON_SHARE = 0.05;

interface Detected {
  readonly language: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** A text's language, if it shows one. Detected by eld, from n-grams of letters. */
function detected(text: string): Detected | undefined {
  const words = text.match(/\p{L}+/gu) ?? [];
  const letters = words.join("");
  const isLong = words.length >= LEAST_WORDS || (letters.length >= LEAST_LETTERS && !/\p{Script=Latin}/u.test(letters));
  const found = eld.detect(text);
  if (!isLong || found.language === "" || !found.isReliable()) return undefined;
  return { language: found.language, scores: found.getScores() };
}

/**
 * The language of a text that is in none of `languages`, as an ISO 639-1 code; undefined for a text that is, or that is
 * too short to show its language.
 */
export function otherLanguage(text: string, languages: readonly string[]): string | undefined {
  const found = detected(text);
  if (!found || languages.includes(found.language)) return undefined;
  const own = Math.max(...languages.map((language) => found.scores[language] ?? 0));
  return (found.scores[found.language] ?? 0) - own >= LEAD ? found.language : undefined;
}

/** Languages of at least one in twenty texts of those that show one, the most frequent first; English if none does. */
export function languagesOf(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    // English is the null: short English texts are often taken for another language by a little.
    const language = detected(text) && (otherLanguage(text, ENGLISH) ?? "en");
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const common = [...counts].filter(([, count]) => count >= COMMON_SHARE * total).toSorted(([, a], [, b]) => b - a);
  return common.length > 0 ? common.map(([language]) => language) : [...ENGLISH];
}
