import { CommandError } from "../command-error.ts";
import type { Adapter } from "../push/adapters/adapter.ts";
import { readable } from "../push/push-file.ts";
import { columnUse, type FieldCheck, useLine } from "../push/read/column-use.ts";
import { openMapped } from "../push/read/joined-source.ts";
import type { PushField } from "../push/read/push-field.ts";
import type { PushMapping } from "../push/read/push-mapping.ts";
import { surveyed } from "../push/read/read-mapping.ts";
import { consentIn, whoIn } from "../push/read/record-reader.ts";
import { cellPlan, RowCells } from "../push/read/row-cells.ts";
import type { ChannelRecord } from "../push/record/channel-record.ts";

/** A row of a file of people: their identifiers and consent. */
export interface PersonRow extends Omit<ChannelRecord, "id" | "touch" | "turns"> {
  /** Counts data rows from 1, including unreadable ones. */
  readonly number: number;
  /** Position such as `a.csv, line 12`. */
  readonly place: string;
  /** The file's own ID of the person; empty if it has none. */
  readonly id: string;
  /** The cell of the requested extra column. */
  readonly extra: string;
}

/** Options of reading rows. */
export interface RowOptions {
  /** Called for each skipped row. Without it, the first unreadable row ends the reading. */
  readonly skip: ((error: CommandError) => void) | undefined;
  /** Called with the share of the file that is read, 0 to 1. */
  readonly progress: (share: number) => void;
}

/** An open file of people. */
export interface PeopleFile {
  /** Lines of text that list how each column is read, and what is assumed of times. */
  readonly use: string;
  /** Whether a column contains the consent. */
  readonly hasConsent: boolean;
  readonly rows: (options: RowOptions) => AsyncGenerator<PersonRow>;
}

const MS = 1_000;

/** The adapter for a plain list: it has no contacts, and names add nothing to its identifiers. */
const LIST: Adapter = {
  name: "list",
  usual: { id: ["recipient id", "subscriber id", "contact id"] },
  words: {},
  isContact: false,
  readsDescriptions: false,
};

const WHOSE: readonly PushField[] = ["account", "loyalty", "email", "phone"];

/** Rejects a file without a column that identifies its people. */
export const requireIdentity: FieldCheck = (file, fields) => {
  if (WHOSE.some((field) => fields.has(field))) return;
  throw new CommandError("no-fields", `${file}: no column identifies its people; name one with --map.`);
};

/**
 * Opens a file of people: NDJSON, CSV or parquet. Columns are read by the rules of `sedge push`.
 *
 * @param check - Checks that required columns exist.
 * @param extra - An additional column to read.
 * @throws CommandError if the file is invalid or lacks a column.
 */
export async function openPeople(
  file: string,
  mapping: PushMapping,
  check: FieldCheck,
  extra?: string,
): Promise<PeopleFile> {
  const also = extra === undefined ? [] : [extra];
  const { source, mapping: whole } = await openMapped(file, mapping, also);
  const { columns: titles, rows } = source;
  const use = columnUse(file, titles, whole, LIST, check);
  const extraAt = extra === undefined ? -1 : titles.indexOf(extra);
  if (extra !== undefined && extraAt < 0) {
    throw new CommandError("missing-column", `${file} has no column "${extra}".`);
  }
  const now = Date.now() / MS;
  const { mapping: asRead, assumptions } = await surveyed(source, use, whole, now);
  const columns = [...new Set([...use.fields.values()].flat().concat(extraAt < 0 ? [] : [extraAt]))];
  const plan = cellPlan(titles, use.fields, columns);
  const read = (cells: readonly string[], number: number, place: string): PersonRow => {
    const row = new RowCells(plan, cells, place);
    const [id = ""] = row.texts("id");
    const extraCell = cells[columns.indexOf(extraAt)] ?? "";
    return { number, place, id, extra: extraCell, ...whoIn(row, asRead), ...consentIn(row, asRead, now) };
  };
  return {
    use: [useLine(file, titles, use), ...assumptions.map((line) => `${file}: ${line}`)].join("\n"),
    hasConsent: use.fields.has("consent") || use.fields.has("consentAt"),
    async *rows({ skip, progress }) {
      for await (const { number, place, share, cells, continues } of rows(columns)) {
        if (continues === true) continue;
        const row = cells instanceof CommandError ? cells : readable(() => read(cells, number, place));
        if (!(row instanceof CommandError)) yield row;
        else if (skip) skip(row);
        else throw row;
        progress(share);
      }
    },
  };
}
