/** A string, or a number with its digits. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A text without this has only numbers of up to 15 digits, which a double represents exactly. */
const LONG = /\d[\d.]{15}|\d[eE][+-]?\d/;
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Decimal digits of a double that no other double has. */
const DOUBLE_DIGITS = 17;
/** Longest number that is written out; with a larger exponent it stays as it is. */
const MAX_DIGITS = 500;

/**
 * Parses JSON without losing digits: a number that JavaScript cannot represent becomes a string of its digits, such as
 * an identifier of 19 digits. Other numbers stay numbers.
 *
 * @throws SyntaxError for a text that is not JSON.
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!LONG.test(text)) return value;
  let lost = 0;
  const exact = text.replaceAll(TOKEN, (token) => {
    if (token.startsWith('"') || isKept(token)) return token;
    lost += 1;
    return JSON.stringify(plainDecimal(token));
  });
  return lost === 0 ? value : JSON.parse(exact);
}

/** Whether a double keeps every digit of a number. */
function isKept(token: string): boolean {
  const value = Number(token);
  const written = plainDecimal(token);
  if (written === plainDecimal(String(value))) return true;
  // A fraction with as many digits as programs print of a double, such as 0.10000000000000001.
  return Math.abs(value) < Number.MAX_SAFE_INTEGER && written.replace(/^-?0*\.?0*/, "").length <= DOUBLE_DIGITS + 1;
}

/**
 * A number in one spelling for each value: without an exponent, leading or trailing zeros, and without the sign of zero.
 */
export function plainDecimal(token: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = PARTS.exec(token) ?? [];
  const shift = Number(exponent);
  if (whole === "" || Math.abs(shift) > MAX_DIGITS) return token;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point > 0 ? digits.padEnd(point, "0") : "0".repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const [before, after] = [padded.slice(0, at).replace(/^0+(?=\d)/, ""), padded.slice(at).replace(/0+$/, "")];
  const value = after === "" ? before : `${before}.${after}`;
  return value === "0" ? value : sign + value;
}

/** A value of JSON as the text of a cell: empty for null, an object's or a list's JSON otherwise. */
export function cellText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.trim();
    case "number":
      return plainDecimal(String(value));
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "" : JSON.stringify(value);
    default:
      return "";
  }
}
