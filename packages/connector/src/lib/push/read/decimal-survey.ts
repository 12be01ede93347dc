import { type DecimalMark, decimalMarkOf } from "@sedge/features/number-text";
import { CommandError } from "../../command-error.ts";
import type { RowSource } from "../../rows/row-source.ts";
import type { ColumnUse } from "./column-use.ts";

/** Rows that are read to learn what separates a column's decimals. */
const ROWS_READ = 1_000;

/**
 * What separates the decimals of a file's amounts, by the amounts that have only one reading. Undefined if none shows, or
 * if they contradict each other.
 *
 * @param columns - Numbers of the columns with amounts.
 */
export async function decimalMarkIn(source: RowSource, columns: readonly number[]): Promise<DecimalMark | undefined> {
  const found = new Set<DecimalMark>();
  if (columns.length === 0) return undefined;
  for await (const { number, cells, numbers } of source.rows(columns)) {
    if (number > ROWS_READ) break;
    if (cells instanceof CommandError) continue;
    for (const [at, cell] of cells.entries()) {
      const mark = numbers?.has(at) === true ? undefined : decimalMarkOf(cell);
      if (mark) found.add(mark);
    }
  }
  const [mark, ...others] = found;
  return others.length === 0 ? mark : undefined;
}

/** Numbers of the columns with amounts. */
export function amountColumns({ fields }: ColumnUse): number[] {
  return (["amount", "refund"] as const).flatMap((field) => fields.get(field) ?? []);
}
