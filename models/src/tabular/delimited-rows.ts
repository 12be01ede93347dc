import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { TabularRow } from "@sedge/features/tabular";

/** Rows of a public dataset's file, `.gz` or plain, whose values hold no separator; quotes and double blanks are dropped. */
export function delimitedRows(path: string, separator: "," | ";"): TabularRow[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const [header = [], ...lines] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(separator).map((value) => value.replaceAll('"', "").replaceAll(/\s+/g, " ").trim()));
  return lines.map((values) => Object.fromEntries(header.map((name, index) => [name, values[index] ?? null])));
}
