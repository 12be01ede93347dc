import { CommandError } from "../command-error.ts";
import type { Adapter } from "../push/adapters/adapter.ts";
import { readable } from "../push/push-file.ts";
import { columnUse, type FieldCheck } from "../push/read/column-use.ts";
import { openRecords } from "../push/read/open-records.ts";
import type { PushField } from "../push/read/push-field.ts";
import type { PushMapping } from "../push/read/push-mapping.ts";
import { consentIn, whoIn } from "../push/read/record-reader.ts";
import { cellPlan, RowCells } from "../push/read/row-cells.ts";
import { useLine } from "../push/read/use-line.ts";
import type { ChannelRecord } from "../push/record/channel-record.ts";

/** A row of a file of people: who it is of, and what its columns say that they agreed to. */
export interface PersonRow extends Omit<ChannelRecord, "id" | "touch" | "turns"> {
  /** Counts data rows from 1; rows that cannot be read count too. */
  readonly number: number;
  /** Where it lies, such as `a.csv, line 12`. */
  readonly place: string;
  /** As the file names the person; empty where it does not. */
  readonly id: string;
  /** The cell of the column that was asked for. */
  readonly extra: string;
}

/** How rows are followed. */
export interface RowOptions {
  /** Told of each row that is left out; without it the first ends the reading. */
  readonly skip: ((error: CommandError) => void) | undefined;
  /** Told how much of the file is read, 0 to 1. */
  readonly progress: (share: number) => void;
}

/** A file of people, opened. */
export interface PeopleFile {
  /** What was made of its columns, for people. */
  readonly use: string;
  /** Whether a column says who has agreed. */
  readonly saysConsent: boolean;
  readonly rows: (options: RowOptions) => AsyncGenerator<PersonRow>;
}

/** A list is no system's own: it has no contacts, and its names say nothing that an identifier does not say better. */
const LIST: Adapter = {
  name: "list",
  usual: { id: ["recipient id", "subscriber id", "contact id"] },
  words: {},
  isContact: false,
  readsPersons: false,
};

const WHOSE: readonly PushField[] = ["account", "loyalty", "email", "phone"];

/** Refuses a file that does not say whose its rows are. */
export const saysWho: FieldCheck = (file, fields) => {
  if (WHOSE.some((field) => fields.has(field))) return;
  throw new CommandError("no-fields", `${file}: no column says whose its rows are; --map says which.`);
};

/**
 * Opens a file of people: NDJSON, CSV or parquet, its columns read by the rules of `sedge push`.
 *
 * @param check - Which columns have to be there.
 * @param extra - A column that is read beside them.
 * @throws CommandError for a file that is none, or lacks a column.
 */
export async function openPeople(
  file: string,
  mapping: PushMapping,
  check: FieldCheck,
  extra?: string,
): Promise<PeopleFile> {
  const also = extra === undefined ? [] : [extra];
  const { columns: titles, rows } = await openRecords(file, [...Object.keys(mapping.columns), ...also]);
  const use = columnUse(file, titles, mapping, LIST, check);
  const extraAt = extra === undefined ? -1 : titles.indexOf(extra);
  if (extra !== undefined && extraAt < 0) {
    throw new CommandError("missing-column", `${file} has no column "${extra}".`);
  }
  const columns = [...new Set([...use.fields.values()].flat().concat(extraAt < 0 ? [] : [extraAt]))];
  const plan = cellPlan(titles, use.fields, columns);
  const read = (cells: readonly string[], number: number, place: string): PersonRow => {
    const row = new RowCells(plan, cells, place);
    const [id = ""] = row.texts("id");
    const extraCell = cells[columns.indexOf(extraAt)] ?? "";
    return { number, place, id, extra: extraCell, ...whoIn(row, mapping), ...consentIn(row, mapping) };
  };
  return {
    use: useLine(file, titles, use),
    saysConsent: use.fields.has("consent"),
    async *rows({ skip, progress }) {
      for await (const { number, place, share, cells } of rows(columns)) {
        const row = cells instanceof CommandError ? cells : readable(() => read(cells, number, place));
        if (!(row instanceof CommandError)) yield row;
        else if (skip) skip(row);
        else throw row;
        progress(share);
      }
    },
  };
}
