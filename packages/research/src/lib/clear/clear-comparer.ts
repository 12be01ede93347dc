import {
  calendarDate,
  compareInto,
  type Comparer,
  COMPARISONS,
  type LevelTest,
  plainText,
  type RecordStore,
  tokenCounts,
} from "@sedge/linkage/parts";
import { FIELD_KINDS, type FieldKind, type PersonRecord } from "@sedge/linkage/terms";
import { jaroWinkler } from "./jaro-winkler.ts";

/**
 * How many insertions, deletions, replacements and swaps of neighbours lead from `a` to `b`: Damerau and Levenshtein's
 * distance in its form of optimal string alignment, where no part is changed twice.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min((last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      now.push(least);
    }
    [before, last] = [last, now];
  }
  return last[b.length] ?? 0;
}

/** A record's texts, normalised as for terms. */
export type ClearTexts = Partial<Record<FieldKind, string>>;

/** The texts of a record in clear. */
export function clearTexts(record: PersonRecord): ClearTexts {
  const texts: ClearTexts = {};
  for (const field of FIELD_KINDS) {
    const text = plainText(record[field]);
    if (text) texts[field] = text;
  }
  const full = (texts.fullName ?? "").split(" ");
  if (!texts.givenName && !texts.surname && full.length > 1) {
    texts.givenName = full[0] ?? "";
    texts.surname = full.at(-1) ?? "";
  }
  const { year, month = "", day = "" } = calendarDate(record.birthDate, record.country) ?? {};
  if (year) texts.birthDate = year + month + day;
  if (record.email) texts.email = record.email.trim().toLowerCase().replace(/@.*$/, "");
  return texts;
}

const within = (edits: number) => (a: string, b: string) =>
  Math.abs(a.length - b.length) <= edits && editDistance(a, b) <= edits;
const likeness = (least: number) => (a: string, b: string) => jaroWinkler(a, b) >= least;
type TextTest = (a: string, b: string) => boolean;

/**
 * Replaces tokens, which can only be equal or not, by true distances between texts, with the thresholds of Splink's own
 * comparisons (one edit; Jaro-Winkler .92 and .8). All other levels are the same in both arms.
 */
const TEXT_TESTS: Partial<Record<FieldKind, Record<string, TextTest>>> = {
  givenName: { near: within(1), sound: likeness(0.92), initial: likeness(0.8) },
  surname: { near: within(1), sound: likeness(0.88) },
  birthDate: { digit: within(1) },
  birthPlace: { sound: likeness(0.88) },
  street: { sound: likeness(0.88) },
  locality: { near: within(1) },
  postcode: { near: within(1) },
  phone: { near: within(2) },
  email: { near: likeness(0.9) },
  nationalId: { near: within(2) },
};

const TESTS = COMPARISONS.map(({ field, levels }) => ({
  field,
  tests: levels.map(({ name }) => TEXT_TESTS[field]?.[name]),
}));

/** Compares records by their texts. Frequencies and blocks are those of the terms in `store`. */
export function clearComparer(store: RecordStore, terms: number, texts: readonly ClearTexts[]): Comparer {
  const countOf = tokenCounts(store, terms);
  const test: LevelTest = (comparison, level, a, b) => {
    const { field, tests } = TESTS[comparison] ?? {};
    const holds = tests?.[level];
    if (!field || !holds) return undefined;
    const [one, two] = [texts[a]?.[field], texts[b]?.[field]];
    return one !== undefined && two !== undefined && holds(one, two);
  };
  return {
    compare: (a, b, into) => compareInto(store, a, b, countOf, into, test),
    countOf,
  };
}
