import { CommandError } from "../../command-error.ts";
import type { RowSource, SourceRow } from "../../rows/row-source.ts";
import type { PushMapping } from "./push-mapping.ts";

/** A row, and whether it only continues the record of the row before it. */
export interface RecordRow extends SourceRow {
  readonly continues?: boolean;
}

/** An open file whose rows state whether they continue a record. */
export interface RecordSource extends RowSource {
  readonly rows: (columns: readonly number[]) => AsyncIterable<RecordRow>;
}

/**
 * Marks the rows that continue a record, as the mapping defines them.
 *
 * @throws CommandError `bad-mapping` if the file lacks a column that the mapping names.
 */
export function withContinuations(
  file: string,
  source: RowSource,
  continuation: PushMapping["continuation"],
): RecordSource {
  if (!continuation) return source;
  const placesOf = (names: readonly string[]) =>
    names.map((name) => {
      const column = source.columns.indexOf(name);
      if (column >= 0) return column;
      throw new CommandError("bad-mapping", `${file} has no column "${name}", which the mapping's continuation names.`);
    });
  const [same, empty] = [placesOf(continuation.same), placesOf(continuation.empty)];
  return {
    ...source,
    async *rows(wanted) {
      const columns = [...wanted, ...same, ...empty];
      let before: readonly string[] | undefined;
      for await (const row of source.rows(columns)) {
        if (row.cells instanceof CommandError) {
          yield row;
          continue;
        }
        const kept = row.cells.slice(wanted.length, wanted.length + same.length);
        const rest = row.cells.slice(wanted.length + same.length);
        const isSame = kept.every((cell, at) => cell !== "" && cell === before?.[at]);
        const continues = before !== undefined && isSame && rest.every((cell) => cell === "");
        if (!continues) before = kept;
        yield { ...row, cells: row.cells.slice(0, wanted.length), continues };
      }
    },
  };
}
