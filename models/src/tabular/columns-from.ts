import type { TabularRow } from "@sedge/features/tabular";
import { MAX_CATEGORIES, type TabularColumn, unitsOf } from "@sedge/features/tabular-model-manifest";
import { tabularModelInput } from "@sedge/features/tabular";

/** Optional prior knowledge of a column. */
export interface ColumnHint {
  readonly label?: string;
  /** Without it, a column is numeric if every value that is there is a finite number. */
  readonly kind?: TabularColumn["kind"];
}

export interface ColumnsPlan {
  /** Most knots of a numeric column. */
  readonly knots: number;
  /** Training rows that a category needs to be named; rarer ones are "other". */
  readonly minCategoryRows: number;
  readonly hints: Readonly<Record<string, ColumnHint>>;
}

type Value = string | number | null;

const rounded = (x: number) => Number(x.toPrecision(7));
const isThere = (value: Value): value is string | number => value !== null && value !== "";
const isNumber = (value: string | number) => Number.isFinite(Number(value)) && String(value).trim() !== "";

/**
 * How each column enters the network, from the training rows alone. Columns with one value only say nothing and are
 * left out.
 */
export function columnsFrom(rows: readonly TabularRow[], names: readonly string[], plan: ColumnsPlan): TabularColumn[] {
  return names.flatMap((name) => {
    const values = rows.map((row) => row[name] ?? null);
    const known = values.filter(isThere);
    const hasMissing = known.length < values.length;
    if (new Set(known.map(String)).size + Number(hasMissing) < 2) return [];
    const hint = plan.hints[name] ?? {};
    const kind = hint.kind ?? (known.every(isNumber) ? "numeric" : "categorical");
    const base = { name, label: hint.label ?? name, hasMissing };
    const column =
      kind === "numeric"
        ? numericColumn(base, known.map(Number), plan.knots)
        : categoricalColumn(base, known.map(String), plan.minCategoryRows);
    return column ? [withMeans(column, values)] : [];
  });
}

type Base = Pick<TabularColumn, "name" | "label" | "hasMissing">;

function numericColumn(base: Base, known: readonly number[], knots: number): TabularColumn {
  const sorted = Float64Array.from(known).sort();
  const quantile = (share: number) => rounded(sorted[Math.round(share * (sorted.length - 1))] ?? 0);
  // Half a percent at either end may be slips of the pen; where that leaves nothing, as for a rare flag, all is kept.
  const trimmed = quantile(0.005) < quantile(0.995);
  const [lower, upper] = trimmed ? [quantile(0.005), quantile(0.995)] : [quantile(0), quantile(1)];
  const clipped = sorted.map((x) => Math.min(Math.max(x, lower), upper));
  const mean = clipped.reduce((sum, x) => sum + x, 0) / clipped.length;
  const deviation = Math.sqrt(clipped.reduce((sum, x) => sum + (x - mean) ** 2, 0) / clipped.length);
  const distinct = [...new Set(clipped)];
  const at =
    distinct.length <= knots
      ? distinct
      : [...new Set(Array.from({ length: knots }, (_, index) => quantile(index / (knots - 1))))].filter(
          (knot) => knot >= lower && knot <= upper,
        );
  // Two values are one line; a curve through them says nothing more.
  const curve = distinct.length > 2 ? at.map(rounded).toSorted((a, b) => a - b) : [];
  return { kind: "numeric", ...base, lower, upper, scale: Math.max(rounded(deviation), 1e-9), knots: curve, means: [] };
}

function categoricalColumn(base: Base, known: readonly string[], minRows: number): TabularColumn | undefined {
  const counts = new Map<string, number>();
  for (const value of known) counts.set(value, (counts.get(value) ?? 0) + 1);
  const byCount = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const values = byCount.slice(0, MAX_CATEGORIES).flatMap(([value, count]) => (count >= minRows ? [value] : []));
  if (values.length === 0) return undefined;
  return { kind: "categorical", ...base, values, hasOther: values.length < counts.size, means: [] };
}

function withMeans(column: TabularColumn, values: readonly Value[]): TabularColumn {
  const units = unitsOf(column);
  const sums = new Float64Array(units);
  const bare = { columns: [{ ...column, means: Array.from({ length: units }, () => 0) }] };
  // A missing value takes the other units' means, so these are over the values that are there.
  const known = values.filter(isThere);
  for (const value of known)
    tabularModelInput(bare, { [column.name]: value }).forEach((x, at) => (sums[at] = (sums[at] ?? 0) + x));
  const means = Array.from(sums, (sum) => rounded(sum / known.length));
  if (column.hasMissing) means[units - 1] = rounded(1 - known.length / values.length);
  return { ...column, means };
}
