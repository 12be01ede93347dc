import { machineNumber } from "@sedge/features/number-text";
import { readSheet } from "read-excel-file/universal";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { readCsvBytes } from "../csv/csv-bytes.ts";
import { checkColumns } from "../csv/csv-head.ts";
import type { RowSource, SourceRow } from "./row-source.ts";

const Sheet = v.array(v.array(v.union([v.string(), v.boolean(), v.date(), v.null()])));
type Cell = v.InferOutput<typeof Sheet>[number][number];

/**
 * Opens the first sheet of an Excel workbook. Its first row that is not empty names the columns. Numbers keep the digits
 * that the workbook stores; dates become ISO 8601. Throws CommandError `broken-file` if it cannot be read.
 */
export async function xlsxSource(file: string): Promise<RowSource> {
  const sheet = await sheetOf(file);
  const headAt = sheet.findIndex((row) => row.some((cell) => textOf(cell) !== ""));
  if (headAt < 0) throw new CommandError("empty-file", `${file}: its first sheet is empty.`);
  const names = (sheet[headAt] ?? []).map(textOf);
  const columns = names.slice(0, names.findLastIndex((name) => name !== "") + 1);
  checkColumns(file, columns);
  const rows = sheet.flatMap((cells, at) =>
    at > headAt && cells.some((cell) => textOf(cell) !== "") ? [{ cells, line: at + 1 }] : [],
  );
  if (rows.length === 0) throw new CommandError("empty-file", `${file} has a header and no rows.`);
  return {
    columns,
    notes: [`${file} is an Excel workbook; its first sheet is read.`],
    async *rows(wanted): AsyncGenerator<SourceRow> {
      for (const [index, { cells, line }] of rows.entries()) {
        const common = { number: index + 1, line, place: `${file}, row ${line}`, share: (index + 1) / rows.length };
        const beside = cells.findIndex((cell, column) => column >= columns.length && textOf(cell) !== "");
        if (beside < 0) {
          const texts = wanted.map((column) => textOf(cells[column] ?? null));
          // A workbook stores numbers as programs write them.
          const numbers = new Set(texts.flatMap((text, at) => (machineNumber(text) === undefined ? [] : [at])));
          yield { ...common, cells: texts, numbers };
        } else {
          const why = `the row has ${beside + 1} cells, the header ${columns.length}`;
          yield {
            ...common,
            cells: new CommandError("ragged-row", `${file}, row ${line}, column ${beside + 1}: ${why}.`),
          };
        }
      }
    },
  };
}

async function sheetOf(file: string): Promise<Cell[][]> {
  const bytes = readCsvBytes(file);
  let sheet: unknown;
  try {
    sheet = await readSheet(new Uint8Array(bytes).buffer, { parseNumber: String, trim: true });
  } catch {
    throw new CommandError("broken-file", `${file} is not a readable Excel workbook.`);
  }
  return v.parse(Sheet, sheet);
}

function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, "");
  if (typeof cell === "boolean") return String(cell);
  const text = cell.trim();
  // A workbook stores some numbers as 4.1791234567E10, and .1 as 0.10000000000000001.
  if (!/^-?\d+(?:\.\d{15,}|(?:\.\d+)?E[+-]?\d+)$/.test(text)) return text;
  const number = Number(text);
  // Excel keeps 15 digits. Written out, two long identifiers that it has shortened would look like one that is whole.
  return Math.abs(number) >= 1e15 ? number.toExponential() : String(number);
}
