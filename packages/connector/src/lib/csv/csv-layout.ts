import { MAX_ROW_BYTES } from "./csv-bytes.ts";
import { csvRows } from "./csv-rows.ts";

/** Separators of cells. Of those that explain a file equally well, the first counts. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Rows at the start of a file that choose its delimiter. */
const ROWS_COMPARED = 50;

/** How a CSV file separates its cells. */
export interface CsvLayout {
  readonly delimiter: string;
  /** Bytes before the header: the line `sep=;` that Excel reads and writes, with its line end. */
  readonly skip: number;
  /** The first row that is not empty, before it is split. */
  readonly header: string;
}

/**
 * The layout of a CSV file, by a first line such as `sep=;`, or by the delimiter that gives most rows as many cells as
 * the header. Of two such delimiters, the one with more cells counts: a header may contain a comma.
 *
 * @param start - The start of the file, UTF-8 without a byte order mark.
 */
export function csvLayout(start: Uint8Array): CsvLayout {
  const text = new TextDecoder().decode(start.subarray(0, MAX_ROW_BYTES));
  const [stated, separator] = /^"?sep=([^"\r\n])"?[,;\t|]*(?:\r\n|\n|\r|$)/i.exec(text) ?? [];
  const skip = stated === undefined ? 0 : Buffer.byteLength(stated);
  const header =
    text
      .slice(stated?.length ?? 0)
      .split(/[\r\n]+/)
      .find((line) => line !== "") ?? "";
  const head = start.subarray(skip, skip + MAX_ROW_BYTES);
  return { delimiter: separator ?? likeliest(head, header), skip, header };
}

function likeliest(head: Uint8Array, header: string): string {
  let best = { delimiter: ",", agreeing: -1, width: 1 };
  for (const delimiter of DELIMITERS) {
    if (!header.includes(delimiter)) continue;
    const rows = firstRows(head, delimiter);
    const width = rows[0]?.length ?? 1;
    if (width < 2) continue;
    const agreeing = rows.filter((cells) => isAsWide(cells, width)).length / rows.length;
    if (agreeing > best.agreeing || (agreeing === best.agreeing && width > best.width)) {
      best = { delimiter, agreeing, width };
    }
  }
  return best.delimiter;
}

/** Whether a row has as many cells as the header, perhaps with empty ones behind them. */
function isAsWide(cells: readonly string[], width: number): boolean {
  return cells.length >= width && cells.slice(width).every((cell) => cell.trim() === "");
}

function firstRows(head: Uint8Array, delimiter: string): (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  for (const { cells, fault, end } of csvRows(head, delimiter)) {
    // The last row may be cut off.
    if (rows.length > 0 && end >= head.length && head.at(-1) !== 0x0a) break;
    if (!fault) rows.push(cells);
    if (rows.length === ROWS_COMPARED) break;
  }
  return rows;
}
