import anyAscii from "any-ascii";

/** What people write where they have nothing to write. */
const NOTHING = new Set(["", "na", "n a", "nan", "none", "null", "nil", "unknown", "not known", "not given"]);

/** Most text is plain already, and the rest of the work can be saved. */
const PLAIN = /^[a-z\d]*(?: [a-z\d]+)*$/;

/** Letters that have a Latin spelling and do not decompose into one. */
const SPELT = /[\p{Script=Cyrillic}\p{Script=Greek}đðþħıŋœæøßłŧ]/gu;

/**
 * Text as words in lower case Latin letters and digits where it can be: accents dropped, Cyrillic and Greek transliterated,
 * apostrophes closed up, all else a space. A whole number that a program wrote as `1234.0` is `1234`. Empty for text that
 * says nothing.
 */
export function plainText(text: string | undefined): string {
  const lower = wholeNumber((text ?? "").toLowerCase().trim());
  if (PLAIN.test(lower)) return NOTHING.has(lower) ? "" : lower;
  const plain = lower
    .normalize("NFC")
    .replaceAll(SPELT, (letter) => anyAscii(letter))
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{Mn}'’`]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .normalize("NFC");
  return NOTHING.has(plain) ? "" : plain;
}

/** Whether a text states that nothing is known, as `n/a` and `-` do. */
export function isUnknown(text: string): boolean {
  return NOTHING.has(
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim(),
  );
}

/** A number as spreadsheets and statistics programs write it: `1234.0`, `4.1791234567E+10`. */
const WHOLE = /^(\d+)\.0+$/;
const SCIENTIFIC = /^(\d)(?:\.(\d+))?e\+?(\d{1,2})$/;

/**
 * The digits of a whole number that was written with decimals or an exponent. Empty if the exponent has cut digits off, as
 * in `4.17E+10`; any other text as it is.
 *
 * @param text - In lower case.
 */
export function wholeNumber(text: string): string {
  const [, whole] = WHOLE.exec(text) ?? [];
  if (whole !== undefined) return whole;
  const [, first, rest = "", exponent] = SCIENTIFIC.exec(text) ?? [];
  if (first === undefined) return text;
  const zeros = Number(exponent) - rest.length;
  return zeros === 0 ? first + rest : zeros > 0 && Number(exponent) > 5 ? "" : text;
}
