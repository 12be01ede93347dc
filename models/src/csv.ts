import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A row by column name. */
export type Row = (column: string) => string;

/** Rows of a CSV file without quoting, `.gz` or plain. A column that the header lacks throws RangeError. */
export function readCsv(path: string): Row[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const [header = "", ...lines] = text.trimEnd().split(/\r?\n/);
  const columns = new Map(header.split(",").map((name, index) => [name, index]));
  return lines.map((line) => {
    const values = line.split(",");
    return (column) => {
      const value = values[columns.get(column) ?? -1];
      if (value === undefined) throw new RangeError(`${path}: no column ${column}`);
      return value;
    };
  });
}
