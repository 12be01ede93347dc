import { COMPARISONS } from "./comparison.ts";
import type { RecordStore } from "./record-store.ts";
import { slotNumber } from "./slot-number.ts";

/** A level's number where the field is missing from one record or both: evidence of nothing. */
export const MISSING = 0;

/** What two records share: a level for each of `COMPARISONS`, in its order. */
export interface Likeness {
  /** 0 missing, 1 the comparison's first level …, and one more than its last when the field differs. */
  readonly levels: Uint8Array;
  /** The rarest token shared at a level that counts frequencies, -1 elsewhere. */
  readonly shared: Int32Array;
}

/** Room for one likeness. */
export function emptyLikeness(): Likeness {
  return { levels: new Uint8Array(COMPARISONS.length), shared: new Int32Array(COMPARISONS.length) };
}

/** How many records have a token, for the comparison with this number. */
export type CountOf = (comparison: number, token: number) => number;

/** Decides whether a level (counted from 0) applies, or returns undefined to leave that to the tokens. */
export type LevelTest = (comparison: number, level: number, a: number, b: number) => boolean | undefined;

/** A level as slot numbers. `a[i]` of the first record is held against `b[i]` of the second. */
interface NumberedLevel {
  readonly all: boolean;
  readonly byFrequency: boolean;
  readonly uses: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

const NUMBERED = COMPARISONS.map(({ present, levels }) => ({
  present: Int32Array.from(present, slotNumber),
  levels: levels.map(({ shares, all = false, byFrequency = false, uses }): NumberedLevel => {
    const ways = shares.flatMap(([one, two]) =>
      one === two || all ? [[one, two] as const] : [[one, two] as const, [two, one] as const],
    );
    return {
      all,
      byFrequency,
      uses: COMPARISONS.findIndex(({ field }) => field === uses),
      a: Int32Array.from(ways, ([one]) => slotNumber(one)),
      b: Int32Array.from(ways, ([, two]) => slotNumber(two)),
    };
  }),
}));

/**
 * The token that record `a` has at one slot and `b` at another, or -1. Of several the rarest where frequencies count.
 * Both lists are sorted.
 */
function sharedToken(
  store: RecordStore,
  a: number,
  slotOfA: number,
  b: number,
  slotOfB: number,
  comparison: number,
  countOf: CountOf | undefined,
): number {
  const { tokens } = store;
  let atA = store.begin(a, slotOfA);
  let atB = store.begin(b, slotOfB);
  const endA = store.begin(a, slotOfA + 1);
  const endB = store.begin(b, slotOfB + 1);
  let best = -1;
  while (atA < endA && atB < endB) {
    const left = tokens[atA] ?? 0;
    const right = tokens[atB] ?? 0;
    if (left < right) atA++;
    else if (left > right) atB++;
    else {
      if (!countOf) return left;
      if (best === -1 || countOf(comparison, left) < countOf(comparison, best)) best = left;
      atA++;
      atB++;
    }
  }
  return best;
}

function isPresent(store: RecordStore, record: number, slots: Int32Array): boolean {
  for (let at = 0; at < slots.length; at++) {
    const slot = slots[at] ?? 0;
    if (store.begin(record, slot + 1) > store.begin(record, slot)) return true;
  }
  return false;
}

/** The token that a level's shares are met by, -1 when they are not. */
function met(
  store: RecordStore,
  a: number,
  b: number,
  level: NumberedLevel,
  comparison: number,
  countOf: CountOf,
): number {
  let found = -1;
  for (let way = 0; way < level.a.length; way++) {
    const [slotOfA, slotOfB] = [level.a[way] ?? 0, level.b[way] ?? 0];
    found = sharedToken(store, a, slotOfA, b, slotOfB, comparison, level.byFrequency ? countOf : undefined);
    if ((found === -1) === level.all) return found;
  }
  return found;
}

/** Compares records `a` and `b` field by field; writes to `into`. */
export function compareInto(
  store: RecordStore,
  a: number,
  b: number,
  countOf: CountOf,
  into: Likeness,
  test?: LevelTest,
): void {
  let used = -1;
  for (let comparison = 0; comparison < NUMBERED.length; comparison++) {
    const numbered = NUMBERED[comparison];
    into.shared[comparison] = -1;
    into.levels[comparison] = MISSING;
    if (!numbered || comparison === used) continue;
    const { present, levels } = numbered;
    if (!isPresent(store, a, present) || !isPresent(store, b, present)) continue;
    let reached = levels.length + 1;
    for (let number = 0; number < levels.length; number++) {
      const level = levels[number];
      if (!level) break;
      const tested = test?.(comparison, number, a, b);
      const token = tested === undefined ? met(store, a, b, level, comparison, countOf) : -1;
      if (!(tested ?? token !== -1)) continue;
      reached = number + 1;
      if (level.byFrequency) into.shared[comparison] = token;
      if (level.uses !== -1) used = level.uses;
      break;
    }
    into.levels[comparison] = reached;
  }
}
