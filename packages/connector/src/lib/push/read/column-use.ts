import { CommandError } from "../../command-error.ts";
import { plainName } from "../../rows/column-name.ts";
import type { Adapter } from "../adapters/adapter.ts";
import { isContactField, isDescription, type PushField, pushField, usualPushField } from "./push-field.ts";
import type { PushMapping } from "./push-mapping.ts";

/** How a file's columns are read. */
export interface ColumnUse {
  /** Columns of each field, by number, the likeliest first. */
  readonly fields: ReadonlyMap<PushField, readonly number[]>;
  /** Columns that are not read. */
  readonly ignored: readonly number[];
}

/** Refuses a file that lacks a column. @throws CommandError */
export type FieldCheck = (
  file: string,
  fields: ReadonlyMap<PushField, readonly number[]>,
  mapping: PushMapping,
  adapter: Adapter,
) => void;

interface Meaning {
  readonly column: number;
  readonly field: PushField;
  readonly rank: number;
  readonly isMapped: boolean;
}

/**
 * Says what columns mean: what the mapping says, and by its usual name any column that it does not speak of. A field that has
 * mapped columns takes no others.
 *
 * @param check - Which columns have to be there; without it those of records: id, time, consent and privacy text.
 * @throws CommandError `bad-mapping` for a mapped column that is not there, or one that has to be; `no-fields` where nothing
 *   says whose the records are.
 */
export function columnUse(
  file: string,
  columns: readonly string[],
  mapping: PushMapping,
  adapter: Adapter,
  check: FieldCheck = checkFields,
): ColumnUse {
  const missing = Object.keys(mapping.columns).find((column) => !columns.includes(column));
  if (missing !== undefined)
    throw new CommandError("bad-mapping", `${file} has no column "${missing}", which the mapping names.`);
  const meanings = columns.flatMap((title, column): Meaning[] => {
    const said = mapping.columns[title];
    if (said === null) return [];
    if (said !== undefined) {
      return [said].flat().map((field) => ({ column, field, rank: column, isMapped: true }));
    }
    const usual = usualOf(title, adapter);
    return usual ? [{ column, ...usual, isMapped: false }] : [];
  });
  const mapped = new Set(meanings.filter(({ isMapped }) => isMapped).map(({ field }) => field));
  const read = meanings
    .filter(({ field, isMapped }) => isMapped || !mapped.has(field))
    .toSorted((a, b) => a.rank - b.rank || a.column - b.column);
  const fields = new Map<PushField, number[]>();
  for (const { field, column } of read) fields.set(field, [...(fields.get(field) ?? []), column]);
  check(file, fields, mapping, adapter);
  const used = new Set(read.map(({ column }) => column));
  return { fields, ignored: columns.map((_, column) => column).filter((column) => !used.has(column)) };
}

/** The adapter's own names come before those of any channel. */
function usualOf(title: string, adapter: Adapter): { readonly field: PushField; readonly rank: number } | undefined {
  for (const [code, names] of Object.entries(adapter.usual)) {
    const rank = names.findIndex((name) => plainName(name) === plainName(title));
    const field = rank >= 0 ? pushField(code) : undefined;
    if (field) return { field, rank: rank - names.length };
  }
  const usual = usualPushField(title);
  if (!usual || (isDescription(usual.field) && !adapter.readsPersons)) return undefined;
  return isContactField(usual.field) && !adapter.isContact ? undefined : usual;
}

const WHOSE: readonly PushField[] = ["account", "loyalty", "email", "phone"];

function checkFields(
  file: string,
  fields: ReadonlyMap<PushField, readonly number[]>,
  mapping: PushMapping,
  { isContact }: Adapter,
): void {
  const lack = (what: string) => new CommandError("bad-mapping", `${file}: no column is ${what}; --map says which.`);
  if (!fields.has("id")) throw lack("a record's id");
  if (!fields.has("time") && isContact) throw lack("a record's time");
  if (!fields.has("consent")) throw lack("the consent of a record's person");
  if (!fields.has("policyVersion") && mapping.policyVersion === undefined) {
    throw lack("the privacy text that people agreed to, and no policyVersion is said for all");
  }
  const saysWho = [...fields.keys()].some((field) => WHOSE.includes(field) || isDescription(field));
  if (!saysWho) throw new CommandError("no-fields", `${file}: no column says whose its records are; --map says which.`);
}
