/** What people write where they have nothing to write. */
const NOTHING = new Set(["", "na", "n a", "nan", "none", "null", "nil", "unknown", "not known", "not given"]);

/** Most text is plain already, and the rest of the work can be saved. */
const PLAIN = /^[a-z\d]*(?: [a-z\d]+)*$/;

/**
 * Text as words in lower case Latin letters and digits where it can be: accents dropped, apostrophes closed up, all else a
 * space. Empty for text that says nothing.
 */
export function plainText(text: string | undefined): string {
  const lower = (text ?? "").toLowerCase().trim();
  if (PLAIN.test(lower)) return NOTHING.has(lower) ? "" : lower;
  const plain = lower
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{Mn}'’`]/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")
    .replaceAll("ł", "l")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return NOTHING.has(plain) ? "" : plain;
}
