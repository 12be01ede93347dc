import { CommandError } from "../command-error.ts";
import type { PushMapping } from "./read/push-mapping.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { readable } from "./push-file.ts";
import { columnUse, missingColumns, missingFields, usesOf } from "./read/column-use.ts";
import { openMapped } from "./read/joined-source.ts";
import { surveyed } from "./read/read-mapping.ts";
import { recordReader } from "./read/record-reader.ts";
import { UnreadCells, unreadFieldsOf } from "./unread-cells.ts";
import type { ChannelRecord } from "./record/channel-record.ts";

/** Rows that are shown. */
const ROWS_SHOWN = 5;
/** Names of columns that state consent to newsletters or advertising. */
const TO_MESSAGES = /marketing|newsletter|subscri|\bopt(?:s|ed)?[\s_-]?(?:in|out)|unsub|werbung|abonn/i;
const NOT_LINKING = "that is no consent to linking, so map such a column only if its form names linking";
/** Errors that are shown. */
const ERRORS_SHOWN = 100;

/**
 * What a push would make of a file, as lines of text: the columns that the mapping names, those that are guessed by their
 * name, those that are missing, the first records, and every error. Sends and stores nothing.
 *
 * @throws CommandError for a file that cannot be opened.
 */
export async function explainFile(file: string, given: PushMapping, adapter: Adapter): Promise<string[]> {
  const { source, mapping } = await openMapped(file, given);
  const absent = missingColumns(source.columns, mapping);
  const present = Object.entries(mapping.columns).filter(([column]) => !absent.includes(column));
  const whole = { ...mapping, columns: Object.fromEntries(present) };
  const use = columnUse(file, source.columns, whole, adapter, () => undefined);
  const { mapping: read, assumptions } = await surveyed(source, use, whole, Date.now() / 1_000);
  const missing = missingFields(use.fields, whole, adapter);
  const lines = [`${file}: ${source.columns.length} columns`, ...(source.notes ?? [])];
  const list = (title: string, entries: readonly string[]) => {
    if (entries.length > 0) lines.push(`  ${title}: ${entries.join(", ")}`);
  };
  list("found by the mapping", usesOf(source.columns, use, false));
  list("guessed by their names", usesOf(source.columns, use, true));
  const ignored = use.ignored.map((place) => source.columns[place] ?? "");
  list("not read", ignored);
  const toMessages = ignored.filter((title) => TO_MESSAGES.test(title) && mapping.columns[title] !== null);
  if (toMessages.length > 0) lines.push(`  consent to messages, as it seems: ${toMessages.join(", ")}; ${NOT_LINKING}`);
  list("missing, which the mapping names", absent);
  list("missing, which a push needs", missing);
  for (const line of assumptions) lines.push(`  ${line}`);
  const reader = recordReader(source.columns, use, read, adapter, () => Date.now() / 1_000);
  const errors: string[] = [];
  const unread = new UnreadCells();
  const counts = { rows: 0, continuations: 0, errors: 0, yes: 0, no: 0, withdrawn: 0, unstated: 0 };
  for await (const { cells, place, numbers, continues } of source.rows(reader.columns)) {
    counts.rows += 1;
    if (continues === true) counts.continuations += 1;
    if (continues === true && counts.rows <= ROWS_SHOWN) lines.push(`${place}: continues the record before`);
    if (continues === true) continue;
    const record = cells instanceof CommandError ? cells : readable(() => reader.read(cells, place, numbers));
    if (record instanceof CommandError) {
      counts.errors += 1;
      if (errors.length < ERRORS_SHOWN) errors.push(record.message);
    } else {
      counts[record.consent ?? "unstated"] += 1;
      unread.add(record);
      if (counts.rows <= ROWS_SHOWN) lines.push(`${place}: ${recordLine(record)}`);
    }
  }
  list("unread cells", unread.lines);
  const consents = (["yes", "no", "withdrawn", "unstated"] as const).map((name) => `${counts[name]} ${name}`);
  lines.push(
    `${counts.rows} rows; consent: ${consents.join(", ")}; ${counts.continuations} further rows of a record; ${counts.errors} errors`,
  );
  return [...lines, ...errors];
}

/** A record as one line. */
function recordLine(record: ChannelRecord): string {
  const { id, consent, consentDay, identifiers, person, touch, turns } = record;
  const stated = Object.entries(identifiers ?? {}).flatMap(([kind, value]) => (value === undefined ? [] : [kind]));
  const unread = unreadFieldsOf(record);
  const who = stated.filter((kind) => !unread.includes(kind));
  const described = Object.keys(person ?? {}).filter((field) => !stated.includes(field) && !unread.includes(field));
  const { at, ...rest } = touch ?? {};
  const parts = [
    `id ${id}`,
    `consent ${consent ?? "unstated"}${consentDay === undefined ? "" : ` of ${consentDay}`}`,
    `known by ${who.length > 0 ? who.join(", ") : "nothing"}`,
    ...(described.length > 0 ? [`described by ${described.join(", ")}`] : []),
    ...(at === undefined ? [] : [`at ${new Date(at * 1_000).toISOString()}`]),
    ...Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`),
    ...(turns ? [`turns ${turns.map(({ speaker }) => speaker).join(", ")}`] : []),
  ];
  return parts.join("; ");
}
