import { monthOf } from "@sedge/linkage/terms";
import { calendarTime, type DayOrder } from "./time-format.ts";

/** What a time that people wrote may mean, in seconds since 1970. `only`: there is one reading, whatever the order. */
export interface WrittenTime {
  readonly only?: number;
  readonly byOrder: ReadonlyMap<DayOrder, number>;
  /** Whether its month is a word. */
  readonly isNamed?: boolean;
}

type Day = readonly [year: number, month: number, day: number];

/** Zones that are known by one meaning of their letters, in hours. */
const ZONES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["Z", "UTC", "GMT", "WET"].map((name) => [name, "+00"])),
  ...Object.fromEntries(["CET", "MEZ", "WEST"].map((name) => [name, "+01"])),
  ...Object.fromEntries(["CEST", "MESZ", "EET"].map((name) => [name, "+02"])),
  EEST: "+03",
  EST: "-05",
  EDT: "-04",
  CDT: "-05",
  MST: "-07",
  MDT: "-06",
  PST: "-08",
  PDT: "-07",
  JST: "+09",
  AEST: "+10",
  AEDT: "+11",
};

const CLOCK =
  /(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?(?:\s*([ap])\.?\s?m\b\.?)?(?:\s*(?:Uhr|hrs?)\b)?(?:\s*((?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)|[A-Z]{3,5}\b|Z\b))?/iu;
/** A time of day alone, as in a column beside one of dates. */
const CLOCK_ALONE = /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?\s?m\.?)?$/i;
const THREE = /^(\d{1,4})([./\- ])\s?(\d{1,2})\2\s?(\d{1,4})\.?$/;
const COMPACT = /^(\d{8})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/i;
/** Words beside the numbers of a date. */
const FILLERS = new Set("at, of, de, del, den, the, um, st, nd, rd, th, à, alle, om, kl, le".split(", "));
const [FIRST_YEAR, LAST_YEAR] = [1970, 2100];

/** Whether a cell is a time of day without a date. */
export function isClock(cell: string): boolean {
  return CLOCK_ALONE.test(cell);
}

/**
 * The readings of a time that is written with numbers in an order of their own, or with the name of a month: `28/11/2026
 * 09:14`, `2 Nov 2026, 9:14 AM PST`, `2. November 2026`, `20261102`. None for anything else.
 *
 * @param zone - IANA time zone of a time that states none. Default: UTC.
 */
export function writtenTime(cell: string, zone?: string): WrittenTime {
  const none: WrittenTime = { byOrder: new Map() };
  const text = plainDate(cell);
  const compact = COMPACT.exec(text);
  const clock = compact ? undefined : CLOCK.exec(text);
  const hours = compact ? compactClock(compact) : clockOf(clock);
  if (!hours) return none;
  const at = (day: Day) => calendarTime(day, hours.clock, hours.offset, zone);
  const rest = clock ? text.replace(clock[0], " ").trim() : text;
  const date = rest.replace(/(?:,|\s+-|\bT)$/u, "").trim();
  const named = compact ? undefined : namedDay(date);
  if (named) {
    const only = at(named);
    return only === undefined ? none : { ...none, only, isNamed: true };
  }
  const byOrder = new Map<DayOrder, number>();
  for (const [order, day] of compact ? compactDays(compact[1] ?? "") : numberedDays(date)) {
    const time = at(day);
    if (time !== undefined && day[0] >= FIRST_YEAR && day[0] <= LAST_YEAR) byOrder.set(order, time);
  }
  const [only] = byOrder.values();
  const isYearFirst = !compact && /^\d{4}\D/.test(date);
  return isYearFirst && only !== undefined ? { ...none, only } : { byOrder };
}

/** A text with plain spaces, without what stands in brackets, and with the signs of East Asian dates as hyphens. */
function plainDate(cell: string): string {
  return cell
    .replaceAll(/[\u00a0\u2009\u202f]/g, " ")
    .replace(/\s*\([^)]*\)$/, "")
    .replaceAll(/\s*[年月년월]\s*/gu, "-")
    .replaceAll(/[日일]/gu, " ")
    .trim();
}

interface Hours {
  readonly clock: readonly [number, number, number];
  readonly offset?: string | undefined;
}

function clockOf(found: RegExpExecArray | null | undefined): Hours | undefined {
  if (!found) return { clock: [0, 0, 0] };
  const [, hour = "", minute = "", second = "0", half, zone] = found;
  const offset = zone === undefined ? undefined : offsetOf(zone);
  const of12 = Number(hour) % 12;
  if ((zone !== undefined && offset === undefined) || (half !== undefined && (Number(hour) < 1 || Number(hour) > 12))) {
    return undefined;
  }
  const whole = half === undefined ? Number(hour) : of12 + (half.toLowerCase() === "p" ? 12 : 0);
  return { clock: [whole, Number(minute), Number(second.replace(",", "."))], offset };
}

/** An offset such as `+01:00` of a zone as people write it. Undefined for letters with several meanings. */
function offsetOf(zone: string): string | undefined {
  const name = zone.toUpperCase().trim();
  const [, sign, hours, minutes = "00"] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(name) ?? [];
  return hours === undefined ? ZONES[name] : `${sign}${hours.padStart(2, "0")}:${minutes}`;
}

function compactClock([, , hour = "0", minute = "0", second = "0", zone]: RegExpExecArray): Hours {
  const offset = zone === undefined ? undefined : "+00";
  return { clock: [Number(hour), Number(minute), Number(second)], offset };
}

function compactDays(digits: string): (readonly [DayOrder, Day])[] {
  const part = (from: number, to: number) => Number(digits.slice(from, to));
  return [
    ["day-first", [part(4, 8), part(2, 4), part(0, 2)]],
    ["month-first", [part(4, 8), part(0, 2), part(2, 4)]],
    ["year-first", [part(0, 4), part(4, 6), part(6, 8)]],
  ];
}

function numberedDays(date: string): (readonly [DayOrder, Day])[] {
  const [, first = "", , second = "", third = ""] = THREE.exec(date) ?? [];
  const [one, two, three] = [Number(first), Number(second), Number(third)];
  if (first.length === 4 && third.length <= 2) return [["year-first", [one, two, three]]];
  if (first.length === 0 || first.length > 2 || third.length === 1 || third.length === 3) return [];
  const year = third.length === 2 ? 2_000 + three : three;
  return [
    ["day-first", [year, two, one]],
    ["month-first", [year, one, two]],
    ...(third.length === 2 ? [["year-first", [2_000 + one, two, three]] as const] : []),
  ];
}

/** A day with its month in words, after the name of a weekday or without. */
function namedDay(date: string): Day | undefined {
  const words = date.split(/[^\p{L}\p{M}\d]+|(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/u).filter(Boolean);
  const letters = words.filter((word) => !/\d/.test(word) && !FILLERS.has(word.toLowerCase()));
  const months = letters.flatMap((word) => (monthOf(word) === undefined ? [] : [word]));
  const [month] = months;
  // One word more may be a weekday, which comes first.
  const others = letters.filter((word) => word !== month);
  const numbers = words.filter((word) => /^\d{1,4}$/.test(word));
  if (month === undefined || months.length > 1 || numbers.length !== 2) return undefined;
  if (others.length > 1 || (others.length === 1 && words[0] !== others[0])) return undefined;
  const [one = "", other = ""] = numbers;
  const [day, year] = one.length === 4 ? [other, one] : [one, other];
  if (day.length > 2 || (year.length !== 4 && year.length !== 2)) return undefined;
  return [year.length === 2 ? 2_000 + Number(year) : Number(year), Number(monthOf(month)), Number(day)];
}
