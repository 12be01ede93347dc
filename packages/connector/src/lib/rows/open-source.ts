import { extname } from "node:path";
import { MAX_FILE_BYTES } from "../csv/csv-bytes.ts";
import { formatOf } from "../csv/file-format.ts";
import { startOfFile } from "./byte-stream.ts";
import { csvStream } from "./csv-stream.ts";
import { parquetSource } from "./parquet-source.ts";
import type { RowSource } from "./row-source.ts";

/**
 * Opens a table, whatever its name: parquet, an Excel workbook, or CSV, packed with gzip or plain, in UTF-8, UTF-16 or
 * Windows-1252. Throws CommandError for an invalid file, one without columns, and `other-format`.
 *
 * @param maxBytes - Most bytes of a CSV file, and of its content when decompressed. Default: MAX_FILE_BYTES.
 */
export async function openSource(file: string, maxBytes = MAX_FILE_BYTES): Promise<RowSource> {
  if (extname(file).toLowerCase() === ".parquet") return parquetSource(file);
  switch (formatOf(file, startOfFile(file, maxBytes))) {
    case "parquet":
      return parquetSource(file);
    case "xlsx":
      return (await import("./xlsx-source.ts")).xlsxSource(file);
    case "gzip":
    case "text":
      return csvStream(file, maxBytes);
  }
}
