/** Separators of a language's numbers. */
interface Separators {
  readonly decimal: string | undefined;
  readonly group: string | undefined;
}

/** Spaces and apostrophes between groups of digits: no language writes decimals behind them. */
const GAPS = /(?<=\d)[\s'’](?=\d{3}(?!\d))/g;
const MAX_CHARS = 100;

function separatorsOf(locale: string | undefined): Separators {
  try {
    const parts = locale ? new Intl.NumberFormat(locale).formatToParts(12345.5) : [];
    const value = (type: string) => parts.find((part) => part.type === type)?.value;
    return { decimal: value("decimal"), group: value("group") };
  } catch {
    return { decimal: undefined, group: undefined };
  }
}

/** Whether the digits lie in groups as one writes them: by three, or by two before the last three as in India. */
function isGrouped(groups: readonly string[]): boolean {
  return /^\d{1,3}(?:,\d{3})+$|^\d{1,2}(?:,\d{2})*,\d{3}$/.test(groups.join(","));
}

/** One number of digits, commas and points; undefined where it can be read in two ways. */
function numberOf(digits: string, locale: string | undefined): number | undefined {
  const marks: readonly string[] = digits.match(/[.,]/g) ?? [];
  const parts = digits.split(/[.,]/);
  const last = parts.at(-1) ?? "";
  const whole = parts.slice(0, -1);
  if (marks.length === 0) return Number(digits);
  const mark = marks.at(-1);
  const isRepeated = marks.indexOf(mark ?? "") < marks.length - 1;
  const isMixed = new Set(marks).size > 1;
  const asDecimal = () =>
    whole.length === 1 || (isGrouped(whole) && new Set(marks.slice(0, -1)).size === 1)
      ? Number(`${whole.join("")}.${last}`)
      : undefined;
  const asGroups = () => (isGrouped(parts) ? Number(parts.join("")) : undefined);
  if (isMixed) return isRepeated ? undefined : asDecimal();
  if (isRepeated) return asGroups();
  // One mark: three digits behind one to three that do not begin with a nought may be either.
  if (last.length !== 3 || /^0|\d{4}/.test(whole[0] ?? "")) return asDecimal();
  const { decimal, group } = separatorsOf(locale);
  if (mark === decimal) return asDecimal();
  return mark === group ? asGroups() : undefined;
}

/**
 * A price as people write it: `12.50`, `1,299.00`, `1.299,00 €`. Undefined where there is no number, more than one, or one that can be
 * read in two ways, such as `1.299` without a locale.
 *
 * @param locale - BCP 47 language of the text, where it is known.
 */
export function textPrice(text: string | null | undefined, locale?: string): number | undefined {
  if (!text || text.length > MAX_CHARS) return undefined;
  const plain = text.replaceAll(GAPS, "");
  // `5.-` and `5,–` are whole amounts.
  const numbers = plain.match(/-?\d+(?:[.,]\d+)*/g) ?? [];
  const [first] = numbers;
  if (!first || first.startsWith("-") || numbers.some((other) => other !== first)) return undefined;
  return numberOf(first, locale);
}

/**
 * A price as schema.org writes it, where a number is a number: a point is the decimal mark, whatever follows it. Text of another form
 * is read as people write it.
 *
 * @param locale - BCP 47 language of the page, for text that is no number of schema.org.
 */
export function schemaPrice(value: unknown, locale?: string): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return /^\d*\.?\d+(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : textPrice(text, locale);
}
