import type { MetricTable } from "../estimate/metric-table.ts";
import { publishedRow } from "./window-result.ts";

/** A cell of RFC 4180: quoted where it has to be. */
const cell = (text: string | number | boolean) => {
  const plain = String(text);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

const line = (cells: readonly (string | number | boolean)[]) => `${cells.map(cell).join(",")}\r\n`;

/**
 * A metric's table as CSV (RFC 4180, with a header): one column a dimension, empty in totals, then `level`: how many dimensions
 * the line has values of. Only lines of one level add up.
 */
export function tableCsv({ dimensions, rows }: MetricTable): string {
  const header = [...dimensions, "level", "count", "low", "high", "wide", "share", "share-low", "share-high"];
  const lines = rows.map(publishedRow).map(({ values, count, low, high, isWide, share }) => {
    const empty = dimensions.slice(values.length).map(() => "");
    const shares = share === null ? ["", "", ""] : [share.share ?? "", share.low, share.high];
    return line([...values, ...empty, values.length, count, low, high, isWide, ...shares]);
  });
  return line(header) + lines.join("");
}
