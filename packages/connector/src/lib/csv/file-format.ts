import { CommandError } from "../command-error.ts";

/** What the first bytes of a file say that it is. */
export type FileFormat = "text" | "gzip" | "parquet" | "xlsx";

/** Bytes at the start of a file that are enough for {@link formatOf}. */
export const FORMAT_BYTES = 4_096;

/** Formats that no command reads: how they start, what they are, and what to do instead. */
const REFUSED: readonly (readonly [start: RegExp, what: string, fix: string])[] = [
  [/^\xd0\xcf(?![ -~]).\xe0/s, "a workbook of Excel 97 to 2003", "save it as .xlsx or as CSV UTF-8"],
  [/^PK.{28}mimetypeapplication\/vnd\.oasis/s, "an OpenDocument file", "save the sheet as .xlsx or as CSV UTF-8"],
  [/^PK(?![ -~]).(?![ -~])/s, "a zip archive", "unpack it and pass the file in it"],
  [/^\x28\xb5\x2f\xfd/, "compressed with zstd", "unpack it, or compress it with gzip"],
  [/^BZh\d/, "compressed with bzip2", "unpack it, or compress it with gzip"],
  [/^\xfd7zXZ/, "compressed with xz", "unpack it, or compress it with gzip"],
  [/^%PDF-/, "a PDF", "export the table as CSV UTF-8"],
  [/^SQLite format 3/, "an SQLite database", "export the table as CSV UTF-8"],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|\?xml)/i, "HTML or XML", "export the table as CSV UTF-8"],
];

/**
 * The format of a file by its first bytes, whatever its name. Throws CommandError `other-format` for a format that no
 * command reads.
 */
export function formatOf(file: string, start: Uint8Array): FileFormat {
  const bytes = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, FORMAT_BYTES)).toString("latin1");
  if (bytes.startsWith("\x1f\x8b")) return "gzip";
  if (bytes.startsWith("PAR1")) return "parquet";
  if (bytes.startsWith("PK\x03\x04") && /\[Content_Types\]\.xml|xl\/|_rels\/\.rels|docProps\//.test(bytes))
    return "xlsx";
  const refused = REFUSED.find(([pattern]) => pattern.test(bytes));
  if (!refused) return "text";
  throw new CommandError("other-format", `${file} is ${refused[1]}; ${refused[2]}.`);
}
