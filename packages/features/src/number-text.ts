/** What separates the decimals of a number that people wrote. */
export type DecimalMark = "point" | "comma";

/** The amount in a text; `ambiguous` if a comma or point may separate thousands as well as decimals. */
export type TextNumber = number | "ambiguous" | undefined;

const MACHINE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** A currency's sign, code or short name. */
const CURRENCY = String.raw`(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}|[Kk]r\.?|Fr\.?|Rs\.?|zł|Kč|Ft|lei|лв\.?|руб\.?|₽)`;
const BEFORE = new RegExp(String.raw`^([+-]?)${CURRENCY}\s*`, "u");
const AFTER = new RegExp(String.raw`\s*${CURRENCY}$`, "u");
const SPACES = /[\u00a0\u2009\u202f]/g;
const THOUSANDS = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*$/;
/** Lakhs and crores: `12,34,567`. */
const LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}$/;
/** A whole number, with spaces or apostrophes between its thousands or without. */
const WHOLE = /^(?:\d+|\d{1,3}(?:(?: \d{3})+|(?:'\d{3})+))$/;

/**
 * Parses a number that a program wrote, as in JSON and in schema.org: a point before the decimals, no other separator.
 * Undefined for anything else.
 */
export function machineNumber(text: string): number | undefined {
  const value = MACHINE.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Parses a number that people wrote, with a currency or without: `1.299,00`, `$1,299.00`, `1 299,00 €`, `(5.00)`.
 * Undefined for anything else.
 *
 * @param mark - What separates decimals, if known. Without it, `1.299` is `ambiguous`; `12.5`, `0.125` and `1299.000` are not.
 */
export function textNumber(text: string, mark?: DecimalMark): TextNumber {
  return read(text, mark)?.value;
}

/** What separates the decimals of numbers like this one; undefined if it does not show it. */
export function decimalMarkOf(text: string): DecimalMark | undefined {
  return read(text)?.mark;
}

interface Read {
  readonly value: number | "ambiguous";
  readonly mark?: DecimalMark | undefined;
}

function read(text: string, mark?: DecimalMark): Read | undefined {
  const { body, isNegative } = bare(text);
  if (/^\d+(?:\.\d+)?[eE][+-]?\d+$/.test(body)) return signed({ value: Number(body), mark: "point" }, isNegative);
  const found = magnitude(body, mark);
  return found && signed(found, isNegative);
}

function signed({ value, mark }: Read, isNegative: boolean): Read | undefined {
  if (value !== "ambiguous" && !Number.isFinite(value)) return undefined;
  return { value: value === "ambiguous" || !isNegative ? value : -value, mark };
}

/** The digits and separators of an amount, without currency and sign. */
function bare(text: string): { readonly body: string; readonly isNegative: boolean } {
  let body = text.replaceAll(SPACES, " ").replaceAll("’", "'").replaceAll("−", "-").trim();
  const isBracketed = /^\(.+\)$/.test(body);
  if (isBracketed) body = body.slice(1, -1);
  body = body
    .replace(BEFORE, "$1")
    .replace(AFTER, "")
    .replace(/[.,][-–—]+$/, "");
  const sign = /^[+-]|-$/.exec(body)?.[0];
  body = body.replace(/^[+-]\s*|-$/, "").trim();
  return { body, isNegative: isBracketed || sign === "-" };
}

function magnitude(body: string, mark: DecimalMark | undefined): Read | undefined {
  const at = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
  if (at < 0) return WHOLE.test(body) ? { value: digitsOf(body) } : undefined;
  const own: DecimalMark = body[at] === "." ? "point" : "comma";
  const other: DecimalMark = own === "point" ? "comma" : "point";
  const [before, after] = [body.slice(0, at), body.slice(at + 1)];
  const asThousands = THOUSANDS.test(body) || LAKHS.test(body) ? { value: digitsOf(body), mark: other } : undefined;
  const isDecimal = /^\d*$/.test(after) && isWhole(before, body[at] ?? "") && before + after !== "";
  const asDecimals = isDecimal ? { value: Number(`${digitsOf(before)}.${after}`), mark: own } : undefined;
  if (mark !== undefined) return mark === own ? asDecimals : asThousands;
  // Nobody writes 0.125 for 125.
  if (!asThousands || before.startsWith("0")) return asDecimals;
  return asDecimals ? { value: "ambiguous" } : asThousands;
}

/** Whether a text can stand before decimals: without separators, or with others than theirs. */
function isWhole(text: string, decimalMark: string): boolean {
  if (text === "" || WHOLE.test(text)) return true;
  return !text.includes(decimalMark) && (THOUSANDS.test(text) || LAKHS.test(text));
}

function digitsOf(text: string): number {
  return Number(text.replaceAll(/\D/g, ""));
}
