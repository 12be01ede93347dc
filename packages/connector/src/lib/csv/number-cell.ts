import { CommandError } from "../command-error.ts";
import { placeOf, type Table } from "./table.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The finite number that a cell writes in decimal, or undefined. */
export function numberOf(cell: string): number | undefined {
  const value = DECIMAL.test(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a cell is what programs write where a number was wanted and there was none, or one that is too large. */
export function isNotNumber(cell: string): boolean {
  if (DECIMAL.test(cell)) return numberOf(cell) === undefined;
  return /^[+-]?(?:nan|inf|infinity|1\.#(?:inf|qnan|ind))$/i.test(cell);
}

/** A cell that has to be a finite number. Throws CommandError `not-a-number`. */
export function finiteCell(table: Pick<Table, "file">, row: number, column: string, cell: string): number {
  const value = numberOf(cell);
  if (value === undefined) throw notNumber(table, row, column, cell);
  return value;
}

/** Says that a cell is no finite number. */
export function notNumber(table: Pick<Table, "file">, row: number, column: string, cell: string): CommandError {
  const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
  return new CommandError(
    "not-a-number",
    `${placeOf(table, row, column)}: "${shown}" is no finite number; where a value is missing, the cell has to be empty.`,
  );
}
