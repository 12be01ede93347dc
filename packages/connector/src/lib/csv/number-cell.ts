import { CommandError } from "../command-error.ts";
import { placeOf, type Table } from "./table.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The finite decimal number in a cell, or undefined. */
export function numberOf(cell: string): number | undefined {
  const value = DECIMAL.test(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a cell is what programs write for a missing number, or for one that is too large. */
export function isNotNumber(cell: string): boolean {
  if (DECIMAL.test(cell)) return numberOf(cell) === undefined;
  return /^[+-]?(?:nan|inf|infinity|1\.#(?:inf|qnan|ind))$/i.test(cell);
}

/** Reads a cell that must be a finite number. Throws CommandError `not-a-number`. */
export function finiteCell(table: Pick<Table, "file">, row: number, column: string, cell: string): number {
  const value = numberOf(cell);
  if (value === undefined) throw notNumber(table, row, column, cell);
  return value;
}

/** The error for a cell that is not a finite number. */
export function notNumber(table: Pick<Table, "file">, row: number, column: string, cell: string): CommandError {
  const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
  return new CommandError(
    "not-a-number",
    `${placeOf(table, row, column)}: "${shown}" is not a finite number; leave the cell empty for a missing value.`,
  );
}
