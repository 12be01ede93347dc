import { CommandError } from "../../command-error.ts";
import type { RowSource } from "../../rows/row-source.ts";
import { withContinuations, type RecordSource } from "./continuation-rows.ts";
import { openRecords } from "./open-records.ts";
import { pushField } from "./push-field.ts";
import { hasLostDigits, isShared } from "../record/shared-value.ts";
import type { PushMapping } from "./push-mapping.ts";

/** An open file of records, completed by the mapping's other files and constants. */
export interface MappedSource {
  readonly source: RecordSource;
  /** The mapping, which also names the added columns. */
  readonly mapping: PushMapping;
}

type Join = PushMapping["joins"][number];

/**
 * Opens a file of records with everything that the mapping adds to it.
 *
 * @param also - Further columns to read.
 * @throws CommandError for an invalid file, or a column that it lacks.
 */
export async function openMapped(
  file: string,
  mapping: PushMapping,
  also: readonly string[] = [],
): Promise<MappedSource> {
  const { joins, constants, continuation } = mapping;
  const keys = joins.flatMap(({ on }) => Object.keys(on));
  const named = [...Object.keys(mapping.columns), ...keys, ...also];
  let opened = await openRecords(file, named, mapping.records);
  let columns: PushMapping["columns"] = mapping.columns;
  for (const join of joins) {
    const name = (column: string) => `${join.file.split(/[/\\]/).at(-1) ?? ""}: ${column}`;
    opened = await joined(file, opened, join, name);
    const added = Object.entries(join.columns).map(([column, field]) => [name(column), field] as const);
    columns = { ...columns, ...Object.fromEntries(added) };
  }
  const given = Object.entries(constants);
  if (given.length > 0)
    opened = withValues(
      opened,
      given.map(([field, value]) => [`constant ${field}`, value] as const),
    );
  for (const [code] of given) columns = { ...columns, [`constant ${code}`]: pushField(code) ?? null };
  return { source: withContinuations(file, opened, continuation), mapping: { ...mapping, columns } };
}

/** Adds the columns of another file, by equal values of their keys; empty where it has no such row. */
async function joined(
  file: string,
  source: RowSource,
  join: Join,
  title: (column: string) => string,
): Promise<RowSource> {
  const mine = Object.keys(join.on).map((name) => placeOf(file, source, name));
  const added = Object.keys(join.columns);
  const rows = await rowsByKey(join, added);
  return withColumns(source, added.map(title), mine, (cells) => rows.get(keyOf(cells)) ?? added.map(() => ""));
}

async function rowsByKey(join: Join, added: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const theirs = Object.values(join.on);
  const source = await openRecords(join.file, [...theirs, ...added]);
  const places = [...theirs, ...added].map((name) => placeOf(join.file, source, name));
  const found = new Map<string, readonly string[]>();
  for await (const { cells, place } of source.rows(places)) {
    if (cells instanceof CommandError) throw cells;
    const [key, values] = [keyOf(cells.slice(0, theirs.length)), cells.slice(theirs.length)];
    const before = found.get(key);
    if (before && before.join("\0") !== values.join("\0")) {
      throw new CommandError("bad-value", `${place}: an earlier row with the same key says something else.`);
    }
    if (key !== "") found.set(key, values);
  }
  return found;
}

function placeOf(file: string, { columns }: RowSource, name: string): number {
  const column = columns.indexOf(name);
  if (column >= 0) return column;
  throw new CommandError("bad-mapping", `${file} has no column "${name}", which a join of the mapping names.`);
}

/**
 * What two files' keys have in common: neither case nor a spreadsheet's mark before a number counts. Empty for a key that
 * many people share, such as `n/a`, or whose last digits are cut off.
 */
function keyOf(cells: readonly string[]): string {
  const isNobody =
    cells.some((cell) => cell === "" || hasLostDigits(cell)) || cells.every((cell) => isShared("account", cell));
  return isNobody ? "" : cells.map((cell) => cell.replace(/^'(?=[\d+])/, "").toLowerCase()).join("\0");
}

function withValues(source: RowSource, values: readonly (readonly [title: string, value: string])[]): RowSource {
  const cells = values.map(([, value]) => value);
  return withColumns(
    source,
    values.map(([title]) => title),
    [],
    () => cells,
  );
}

/** A source with further columns, which are made of others. */
function withColumns(
  source: RowSource,
  titles: readonly string[],
  from: readonly number[],
  make: (cells: readonly string[]) => readonly string[],
): RowSource {
  const own = source.columns.length;
  return {
    ...source,
    columns: [...source.columns, ...titles],
    async *rows(wanted) {
      const read = wanted.filter((column) => column < own);
      for await (const row of source.rows([...read, ...from])) {
        if (row.cells instanceof CommandError) {
          yield row;
          continue;
        }
        const { cells: found } = row;
        const made = make(found.slice(read.length));
        const at = new Map(read.map((column, index) => [column, index] as const));
        const cells = wanted.map((column) => (column < own ? found[at.get(column) ?? -1] : made[column - own]) ?? "");
        const isNumber = (column: number) => row.numbers?.has(at.get(column) ?? -1) === true;
        const numbers = new Set(wanted.flatMap((column, index) => (isNumber(column) ? [index] : [])));
        yield { ...row, cells, numbers };
      }
    },
  };
}
