import { machineNumber } from "@sedge/features/number-text";

/** The order of day, month and year in a date of three numbers. */
export const DAY_ORDERS = ["day-first", "month-first", "year-first"] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

/** How a mapping's times are written. */
export interface TimeReading {
  /** Formats to try in order, such as `DD/MM/YYYY, HH:mm`; `excel` for the days that a spreadsheet counts. */
  readonly formats: readonly string[];
  /** IANA time zone of times that state none. Default: UTC. */
  readonly zone?: string | undefined;
  /** The order of dates such as `02/11/2026`, if the column's values show it. Default: such a date is not read. */
  readonly order?: DayOrder | undefined;
}

/** Days from 1899-12-30, where a spreadsheet's count begins, to 1970. */
const EXCEL_DAYS = 25_569;
/** The spreadsheet's days of the years 1950 to 2200. */
const [FIRST_DAY, LAST_DAY] = [18_264, 109_575];
const DAY_SECONDS = 86_400;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** What a part of a format matches, the longest first. */
const PARTS: readonly (readonly [token: string, pattern: string])[] = [
  ["YYYY", String.raw`(?<year>\d{4})`],
  ["MMMM", String.raw`(?<name>[A-Za-z]{3,9})`],
  ["MMM", String.raw`(?<name>[A-Za-z]{3,9})`],
  ["DDDD", "[A-Za-z]+"],
  ["ddd", "[A-Za-z]+"],
  ["YY", String.raw`(?<short>\d{2})`],
  ["MM", String.raw`(?<month>\d{1,2})`],
  ["DD", String.raw`(?<day>\d{1,2})`],
  ["HH", String.raw`(?<hour>\d{1,2})`],
  ["hh", String.raw`(?<hour>\d{1,2})`],
  ["mm", String.raw`(?<minute>\d{2})`],
  ["ss", String.raw`(?<second>\d{2}(?:[.,]\d+)?)`],
  ["Z", String.raw`(?<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)`],
  ["A", "(?<half>[AaPp])\\.?[Mm]\\.?"],
  ["M", String.raw`(?<month>\d{1,2})`],
  ["D", String.raw`(?<day>\d{1,2})`],
  ["H", String.raw`(?<hour>\d{1,2})`],
  ["h", String.raw`(?<hour>\d{1,2})`],
];

/** Whether a format names a day: by year, month and day. */
export function isTimeFormat(format: string): boolean {
  if (format === "excel") return true;
  const { source } = patternOf(format);
  return ["<day>", "<(?:month|name)>", "<(?:year|short)>"].every((part) => new RegExp(part).test(source));
}

/** Parses a time in a stated format to seconds since 1970. Undefined if it does not match, or names a day that is none. */
export function formattedTime(cell: string, format: string, zone?: string): number | undefined {
  if (format === "excel") return excelTime(cell, zone);
  const found = patternOf(format).exec(cell.trim())?.groups;
  if (!found) return undefined;
  const month = found["name"] === undefined ? Number(found["month"]) : monthOf(found["name"]);
  const year = Number(found["year"] ?? `20${found["short"]}`);
  const hour = hourOf(Number(found["hour"] ?? 0), found["half"]?.toLowerCase());
  const clock = [hour, Number(found["minute"] ?? 0), Number((found["second"] ?? "0").replace(",", "."))] as const;
  return hour === undefined || month === undefined
    ? undefined
    : calendarTime([year, month, Number(found["day"])], [hour, clock[1], clock[2]], found["zone"], zone);
}

/**
 * Seconds since 1970 of a day and time.
 *
 * @param offset - `Z`, `UTC`, `GMT`, `+01`, `+0100` or `+01:00`; without it, the time is one of `zone`.
 */
export function calendarTime(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
  offset: string | undefined,
  zone: string | undefined,
): number | undefined {
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const isDay = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second >= 61) return undefined;
  const wall = midnight.getTime() / 1_000 + hour * 3_600 + minute * 60 + second;
  if (offset === undefined) return zone === undefined ? wall : wall - offsetAt(wall, zone);
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  return wall - (sign === "-" ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60);
}

/** Whether this machine knows a time zone. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const compiled = new Map<string, RegExp>();

function patternOf(format: string): RegExp {
  const known = compiled.get(format);
  if (known) return known;
  let [source, at] = ["", 0];
  const named = new Set<string>();
  while (at < format.length) {
    const part = PARTS.find(([token]) => format.startsWith(token, at));
    const name = part && /\?<(\w+)>/.exec(part[1])?.[1];
    if (part && (name === undefined || !named.has(name))) {
      if (name !== undefined) named.add(name);
      source += part[1];
      at += part[0].length;
    } else {
      source += format[at] === " " ? String.raw`\s+` : (format[at] ?? "").replace(/[^\w]/g, String.raw`\$&`);
      at += 1;
    }
  }
  const pattern = new RegExp(`^${source}$`);
  compiled.set(format, pattern);
  return pattern;
}

function monthOf(name: string): number | undefined {
  const at = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  return at < 0 ? undefined : at + 1;
}

/** The hour of 24; undefined for one that a clock with halves lacks. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

function excelTime(cell: string, zone: string | undefined): number | undefined {
  const days = machineNumber(cell.replace(",", "."));
  if (days === undefined || days < FIRST_DAY || days > LAST_DAY) return undefined;
  const wall = Math.round((days - EXCEL_DAYS) * DAY_SECONDS);
  return zone === undefined ? wall : wall - offsetAt(wall, zone);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Seconds that a zone is ahead of UTC when its clocks show this time; of two such times, the first. */
function offsetAt(wall: number, zone: string): number {
  const early = aheadOf(wall - DAY_SECONDS, zone);
  // Just before a change of clocks, the earlier offset still holds.
  return aheadOf(wall - early, zone) === early ? early : aheadOf(wall - aheadOf(wall - early, zone), zone);
}

function aheadOf(seconds: number, zone: string): number {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  clocks.set(zone, clock);
  const parts = new Map(clock.formatToParts(seconds * 1_000).map(({ type, value }) => [type, Number(value)]));
  const of = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) / 1_000;
  return shown - Math.floor(seconds);
}
