import { type AsyncBuffer, parquetMetadata, parquetRead, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { readCsvBytes } from "../csv/csv-bytes.ts";
import { checkColumns } from "../csv/csv-head.ts";
import type { RowSource, SourceRow } from "./row-source.ts";

/** Rows decoded in one batch. */
const ROWS_AT_ONCE = 20_000;

/** Accepted cell types. Bytes, lists and structs are not supported. */
const Cell = v.nullish(v.union([v.string(), v.number(), v.nan(), v.bigint(), v.boolean(), v.date()]));
const Rows = v.array(v.array(v.unknown()));

/** Opens a parquet file. Throws CommandError `broken-file` if it cannot be read. */
export async function parquetSource(file: string): Promise<RowSource> {
  const bytes = readCsvBytes(file);
  const content = new Uint8Array(bytes).buffer;
  const buffer: AsyncBuffer = { byteLength: content.byteLength, slice: (start, end) => content.slice(start, end) };
  const metadata = readable(file, () => parquetMetadata(content));
  const columns = readable(file, () => parquetSchema(metadata).children.map(({ element }) => element.name));
  const total = Number(metadata.num_rows);
  checkColumns(file, columns);
  if (total === 0) throw new CommandError("empty-file", `${file} has columns and no rows.`);
  return {
    columns,
    async *rows(wanted): AsyncGenerator<SourceRow> {
      const names = wanted.map((column) => columns[column] ?? "");
      for (let start = 0; start < total; start += ROWS_AT_ONCE) {
        const range = { rowStart: start, rowEnd: Math.min(total, start + ROWS_AT_ONCE) };
        const chunk = await readRows(file, { file: buffer, metadata, columns: names, compressors, ...range });
        for (const [index, values] of chunk.entries()) {
          const number = start + index + 1;
          const place = `${file}, row ${number}`;
          const numbers = new Set(values.flatMap((value, at) => (typeof value === "number" ? [at] : [])));
          yield { number, line: number, place, share: number / total, cells: cellsOf(values, names, place), numbers };
        }
      }
    },
  };
}

function readable<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new CommandError("broken-file", `${file} is not a readable parquet file.`);
  }
}

async function readRows(file: string, options: Parameters<typeof parquetRead>[0]): Promise<unknown[][]> {
  let rows: unknown = [];
  try {
    await parquetRead({ ...options, rowFormat: "array", onComplete: (read) => (rows = read) });
  } catch {
    throw new CommandError("broken-file", `${file}, rows from ${(options.rowStart ?? 0) + 1} on, cannot be read.`);
  }
  return v.parse(Rows, rows);
}

function cellsOf(
  values: readonly unknown[],
  names: readonly string[],
  place: string,
): readonly string[] | CommandError {
  const bad = names.findIndex((_, index) => !v.is(Cell, values[index]));
  if (bad >= 0) {
    return new CommandError("bad-value", `${place}, column "${names[bad]}": neither text nor number nor date.`);
  }
  return names.map((_, index) => textOf(v.parse(Cell, values[index])));
}

function textOf(value: v.InferOutput<typeof Cell>): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  if (value instanceof Date) return value.toISOString().replace("T00:00:00.000Z", "");
  return String(value).trim();
}
