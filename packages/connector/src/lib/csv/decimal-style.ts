import { CommandError } from "../command-error.ts";
import { numberOf } from "./number-cell.ts";
import { placeOf, type Table } from "./table.ts";

/** How a column of numbers separates decimals. `plain`: as a program writes them, or not numbers at all. */
export type DecimalStyle = "plain" | "point" | "comma";

/** `1.234,5`, `1 234,5`, `1234,5` and whole numbers. */
const COMMA = /^[+-]?(?:\d{1,3}(?:[. \u00a0\u202f']\d{3})+|\d+)(?:,\d+)?$/;
/** `1,234.5`, `1 234.5` and whole numbers. */
const POINT = /^[+-]?(?:\d{1,3}(?:[, \u00a0\u202f']\d{3})+|\d+)(?:\.\d+)?$/;
/** A number whose only comma or point may separate thousands as well as decimals. */
const EITHER = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** From this share of numbers on, a column is one of numbers. */
const NUMERIC_SHARE = 0.95;

/**
 * The style of a column, from all of its cells. Throws CommandError `not-a-number` if each of its commas may separate
 * thousands or decimals, and semicolons between the cells do not show it.
 */
export function decimalStyle(table: Table, column: number): DecimalStyle {
  const cells = table.rows.map(({ cells: row }) => (row[column] ?? "").trim());
  const written = cells.filter((cell) => cell !== "" && numberOf(cell) === undefined);
  const enough = NUMERIC_SHARE * cells.filter((cell) => cell !== "").length;
  if (written.length === 0) return "plain";
  const fits = (pattern: RegExp) => cells.filter((cell) => cell !== "" && pattern.test(cell)).length >= enough;
  const [isComma, isPoint] = [fits(COMMA), fits(POINT)];
  if (!isComma || !isPoint) return isComma ? "comma" : isPoint ? "point" : "plain";
  if (table.delimiter === ";") return "comma";
  const at = cells.findIndex((cell) => EITHER.test(cell) && cell.includes(","));
  if (at < 0) return "comma";
  const cell = cells[at] ?? "";
  const place = placeOf(table, table.rows[at]?.row ?? 0, table.columns[column] ?? "");
  const [whole, part] = [cell.replace(",", ""), cell.replace(",", ".")];
  throw new CommandError("not-a-number", `${place}: "${cell}" may be ${whole} or ${part}; write one of them.`);
}

/** A cell with a decimal point and without separators of thousands; a cell that is no number in this style as it is. */
export function plainNumber(cell: string, style: DecimalStyle): string {
  if (style === "comma" && COMMA.test(cell)) return cell.replaceAll(/[. \u00a0\u202f']/g, "").replace(",", ".");
  if (style === "point" && POINT.test(cell)) return cell.replaceAll(/[, \u00a0\u202f']/g, "");
  return cell;
}
