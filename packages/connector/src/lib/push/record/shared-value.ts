import type { IdentifierKind } from "@sedge/privacy/identifier";

/** What programs and people write for an account or a number that nobody has, without marks around it. */
const NOBODY = new Set(
  "na, n/a, nan, none, null, nil, unknown, undefined, guest, anonymous, anonym, false, gast, invité, invitado, ospite, unbekannt, inconnu, desconocido, sconosciuto, onbekend, not known, not given, no, keine, aucun, ninguno, nessuno, geen, brak".split(
    ", ",
  ),
);
/** Zeros alone, also as a UUID of zeros. */
const ZEROS = /^[0\s{}.:-]+$/;
/** One digit again and again: a number that somebody typed because one was asked for. */
const ONE_DIGIT = /^(\d)\1{5,}$/;
/** Names of addresses that people give who have none, and that programs send from. */
const NO_MAILBOX = /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|no[-_.]?e?-?mail|none|null|unknown|n\.?a|keine)@/i;

/** A value of which a program shows only the end, as of a payment card: `************4242`, `a*****@example.com`. */
const MASKED = /[*•●]{2,}|^x{4,}[\s-]*\d{1,4}$/i;

/** A number as spreadsheets and statistics programs write it: `4.17E+10`, `1234.0`. */
const SCIENTIFIC = /^(\d)(?:[.,](\d+))?[eE]\+(\d{1,3})$/;
const WHOLE = /^(\d+)\.0+$/;
/** Digits that a spreadsheet keeps of a number. */
const KEPT = 15;

/** Whether an identifier is one that many people share, because it says that there is none: `n/a`, `0`, `guest`. */
export function isShared(kind: IdentifierKind, text: string): boolean {
  if (MASKED.test(text)) return true;
  if (kind === "email") return NO_MAILBOX.test(text);
  if (kind === "phone") return false;
  const bare = text
    .trim()
    .toLowerCase()
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  if (bare === "" || ZEROS.test(text) || /^-\d$/.test(text)) return true;
  return NOBODY.has(bare) || (kind === "loyalty" && ONE_DIGIT.test(text));
}

/** The address of a mailbox with a name, and a number without what programs write before it. */
export function bareContact(text: string): string {
  const named = /^[^<>@]*<([^<>\s]+@[^<>\s]+)>$/.exec(text.trim())?.[1] ?? text;
  return named.replace(/^(?:mailto|tel|sms|callto|whatsapp):(?=\S)/i, "");
}

/** Whether a program has cut off the last digits of a number, as in `4.17E+10`. */
export function hasLostDigits(text: string): boolean {
  return SCIENTIFIC.test(wholeDigits(text));
}

/** The digits of a whole number that was written with decimals or an exponent; any other text as it is. */
export function wholeDigits(text: string): string {
  const [, whole] = WHOLE.exec(text) ?? [];
  if (whole !== undefined) return whole;
  const [, first = "", rest = "", exponent] = SCIENTIFIC.exec(text) ?? [];
  const isWhole = exponent !== undefined && rest.length === Number(exponent) && rest.length < KEPT;
  return isWhole ? first + rest : text;
}
