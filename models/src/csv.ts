import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import * as v from "valibot";

const Cells = v.array(v.array(v.string()));

/** A row by column name. */
export type Row = (column: string) => string;

/** Rows of cells of a public dataset's file, `.gz` or plain, its header first. */
export function csvCells(path: string, separator: "," | ";" = ","): string[][] {
  const bytes = readFileSync(path);
  return v.parse(Cells, parse(path.endsWith(".gz") ? gunzipSync(bytes) : bytes, { delimiter: separator }));
}

/** Rows of a public dataset's file. A column that the header lacks throws RangeError. */
export function readCsv(path: string): Row[] {
  const [header = [], ...rows] = csvCells(path);
  const columns = new Map(header.map((name, index) => [name, index]));
  return rows.map((cells) => (column) => {
    const value = cells[columns.get(column) ?? -1];
    if (value === undefined) throw new RangeError(`${path}: no column ${column}`);
    return value;
  });
}
