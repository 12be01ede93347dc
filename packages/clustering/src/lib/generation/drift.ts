import type { Drift } from "@sedge/protocol";
import { chiSquareTail } from "./chi-square.ts";
import { lengthOf, square } from "../arithmetic/portable.ts";

/** One round's counts of the cells. */
export interface CellCounts {
  /** As published, so possibly negative. */
  readonly counts: readonly number[];
  /** Votes that were counted; above 0. */
  readonly people: number;
  /** Standard deviation of the noise in each count, in people. */
  readonly stdDev: number;
}

/** Chance of a false alarm in a round: one in a thousand, so at monthly rounds one in eighty years. */
export const FALSE_ALARM = 0.001;

/** Least expected people in a cell for a valid chi-square test (Cochran's rule). */
const LEAST_EXPECTED = 5;

/**
 * Tests whether the people of two rounds have the same distribution over the same cells. Without drift, the difference
 * of the two rounds' shares `D` has the covariance of two multinomial draws and of the known noise, S = c(diag p - p
 * pᵀ) + e I; Dᵀ S⁻¹ D is then a chi-square variable, with one degree per cell with noise and one less without (after
 * Kifer and Rogers 2017). Nearly empty cells are counted as one. Throws RangeError for rounds of different cells.
 */
export function driftBetween(before: CellCounts, after: CellCounts, falseAlarm = FALSE_ALARM): Drift {
  if (before.counts.length !== after.counts.length) throw new RangeError("rounds of unlike cells");
  const expected = before.counts.map((count, cell) => pooledCount(before, after, count, after.counts[cell]!));
  const floor = LEAST_EXPECTED + 2 * lengthOf([before.stdDev, after.stdDev]);
  const groups = grouped(expected, floor);
  const total = expected.reduce((sum, people) => sum + people, 0);
  const chance = 1 / before.people + 1 / after.people;
  const cells = groups.map((members) => {
    const shareOf = ({ counts, people }: CellCounts) => members.reduce((sum, cell) => sum + counts[cell]!, 0) / people;
    const share = members.reduce((sum, cell) => sum + expected[cell]!, 0) / total;
    const noise = members.length * (square(before.stdDev / before.people) + square(after.stdDev / after.people));
    return { share, noise, difference: shareOf(after) - shareOf(before), spread: chance * share + noise };
  });
  const hasNoise = before.stdDev > 0 || after.stdDev > 0;
  const degrees = hasNoise ? cells.length : cells.length - 1;
  if (degrees < 1 || !(total > 0)) return { statistic: 0, degrees: 0, pValue: 1, shift: 0, significant: false };
  const statistic = Math.max(
    0,
    hasNoise ? withNoise(cells, chance) : sumOf(cells, (cell) => square(cell.difference) / cell.spread),
  );
  const pValue = chiSquareTail(statistic, degrees);
  const seen = sumOf(cells, ({ difference }) => Math.abs(difference)) / 2;
  const byChance =
    sumOf(cells, ({ share, noise }) => Math.sqrt((2 / Math.PI) * (chance * share * (1 - share) + noise))) / 2;
  const shift = Math.min(1, Math.sqrt(Math.max(0, square(seen) - square(byChance))));
  return { statistic, degrees, pValue, shift, significant: pValue < falseAlarm };
}

interface ComparedCell {
  readonly share: number;
  readonly difference: number;
  /** The diagonal part of the covariance. */
  readonly spread: number;
}

/** Dᵀ (A - c p pᵀ)⁻¹ D with A diagonal, by Sherman and Morrison's formula. */
function withNoise(cells: readonly ComparedCell[], chance: number): number {
  const straight = sumOf(cells, ({ difference, spread }) => square(difference) / spread);
  const cross = sumOf(cells, ({ difference, share, spread }) => (difference * share) / spread);
  const own = sumOf(cells, ({ share, spread }) => square(share) / spread);
  return straight + (chance * square(cross)) / (1 - chance * own);
}

/** The likeliest common count: each round weighs as much as it knows. */
function pooledCount(before: CellCounts, after: CellCounts, a: number, b: number): number {
  const weight = ({ people, stdDev }: CellCounts) => square(people) / (people + square(stdDev));
  const [left, right] = [weight(before), weight(after)];
  const share = (left * (a / before.people) + right * (b / after.people)) / (left + right);
  return Math.max(0, share * Math.min(before.people, after.people));
}

/** Heavy cells alone, all light ones together; where these are still light, with the lightest heavy one. */
function grouped(expected: readonly number[], floor: number): number[][] {
  const cells = expected.map((_, cell) => cell);
  const heavy = cells.filter((cell) => expected[cell]! >= floor).toSorted((a, b) => expected[a]! - expected[b]!);
  const light = cells.filter((cell) => expected[cell]! < floor);
  if (light.length === 0) return heavy.map((cell) => [cell]);
  const weight = light.reduce((sum, cell) => sum + expected[cell]!, 0);
  const joined = weight >= floor ? [] : heavy.slice(0, 1);
  return [[...light, ...joined], ...heavy.slice(joined.length).map((cell) => [cell])];
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
