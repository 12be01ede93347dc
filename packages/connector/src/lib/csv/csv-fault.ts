import { CommandError } from "../command-error.ts";
import { MAX_ROW_BYTES } from "./csv-bytes.ts";
import type { CsvRowFault } from "./csv-rows.ts";

/** The error for an unreadable row. @param place - Such as `a.csv, line 12, column "name"`. */
export function csvFault(code: CsvRowFault, place: string): CommandError {
  switch (code) {
    case "too-long":
      return new CommandError("too-long", `${place}: the row is longer than ${MAX_ROW_BYTES} bytes.`);
    case "broken-encoding":
      return new CommandError("broken-encoding", `${place}, is not UTF-8.`);
    case "open-quote":
      return new CommandError("broken-quotes", `${place}: the quote at the start of the cell is not closed.`);
    case "text-after-quote":
      return new CommandError(
        "broken-quotes",
        `${place}: text follows the quote that closes the cell; write "" for a quote inside it.`,
      );
  }
}
