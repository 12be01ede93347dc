import { CommandError } from "../../command-error.ts";
import { plainName } from "../../rows/column-name.ts";
import type { Adapter } from "../adapters/adapter.ts";
import { isContactField, isDescription, type PushField, pushField, usualPushField } from "./push-field.ts";
import type { PushMapping } from "./push-mapping.ts";

/** How a file's columns are read. */
export interface ColumnUse {
  /** Column numbers of each field, the likeliest first. */
  readonly fields: ReadonlyMap<PushField, readonly number[]>;
  /** Columns that are read by their name, because the mapping does not name them. */
  readonly guessed: readonly number[];
  /** Columns that are not read. */
  readonly ignored: readonly number[];
}

/** Rejects a file that lacks a required column. @throws CommandError */
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
 * Assigns a field to each column: by the mapping, otherwise by the column's usual name. A field with mapped columns
 * uses no others.
 *
 * @param check - Checks for required columns. Default: those of records (ID, time, consent and policy version).
 * @throws CommandError `bad-mapping` if a mapped or required column is missing; `no-fields` if no column identifies
 *   people.
 */
export function columnUse(
  file: string,
  columns: readonly string[],
  mapping: PushMapping,
  adapter: Adapter,
  check: FieldCheck = checkFields,
): ColumnUse {
  const [missing] = missingColumns(columns, mapping);
  if (missing !== undefined)
    throw new CommandError("bad-mapping", `${file} has no column "${missing}", which the mapping names.`);
  const meanings = columns.flatMap((title, column): Meaning[] => {
    const mapped = mapping.columns[title];
    if (mapped === null) return [];
    if (mapped !== undefined) {
      return [mapped].flat().map((field) => ({ column, field, rank: column, isMapped: true }));
    }
    const usual = usualOf(title, adapter);
    return usual ? [{ column, ...usual, isMapped: false }] : [];
  });
  const mappedFields = new Set(meanings.filter(({ isMapped }) => isMapped).map(({ field }) => field));
  const found = meanings
    .filter(({ field, isMapped }) => isMapped || !mappedFields.has(field))
    .toSorted((a, b) => a.rank - b.rank || a.column - b.column);
  const read = withCustomersAsIds(onlyLikeliest(found), adapter);
  const fields = new Map<PushField, number[]>();
  for (const { field, column } of read) fields.set(field, [...(fields.get(field) ?? []), column]);
  check(file, fields, mapping, adapter);
  const used = new Set(read.map(({ column }) => column));
  const guessed = new Set(read.filter(({ isMapped }) => !isMapped).map(({ column }) => column));
  return {
    fields,
    guessed: [...guessed],
    ignored: columns.map((_, column) => column).filter((column) => !used.has(column)),
  };
}

/**
 * Fields of which a guess reads one column only. Where that is empty, another column's number would be mistaken for the
 * same number of the first, a second consent for the first, or an order's net value for its total.
 */
const SINGLE: ReadonlySet<PushField> = new Set([
  "id",
  "account",
  "loyalty",
  "consent",
  "consentDay",
  "policyVersion",
  "amount",
  "refund",
]);

function onlyLikeliest(meanings: readonly Meaning[]): readonly Meaning[] {
  return meanings.filter(
    (one, at) =>
      one.isMapped || !SINGLE.has(one.field) || meanings.findIndex(({ field }) => field === one.field) === at,
  );
}

/** In a customer base without a column of IDs, a customer's number is the record's ID, too. */
function withCustomersAsIds(meanings: readonly Meaning[], adapter: Adapter): readonly Meaning[] {
  if (adapter.isContact || !adapter.readsDescriptions || meanings.some(({ field }) => field === "id")) return meanings;
  const account = meanings.find(({ field }) => field === "account");
  return account ? [...meanings, { ...account, field: "id" }] : meanings;
}

/** The adapter's column names take precedence over the general ones. */
function usualOf(title: string, adapter: Adapter): { readonly field: PushField; readonly rank: number } | undefined {
  for (const [code, names] of Object.entries(adapter.usual)) {
    const rank = names.findIndex((name) => plainName(name) === plainName(title));
    const field = rank >= 0 ? pushField(code) : undefined;
    if (field) return { field, rank: rank - names.length };
  }
  const usual = usualPushField(title);
  if (!usual || (isDescription(usual.field) && !adapter.readsDescriptions)) return undefined;
  const { field } = usual;
  return isContactField(field) && adapter.usual[field] === undefined ? undefined : usual;
}

const WHOSE: readonly PushField[] = ["account", "loyalty", "email", "phone"];

function checkFields(
  file: string,
  fields: ReadonlyMap<PushField, readonly number[]>,
  mapping: PushMapping,
  adapter: Adapter,
): void {
  const [first, ...others] = missingFields(fields, mapping, adapter);
  if (first === undefined) return;
  if (first === WHO)
    throw new CommandError("no-fields", `${file}: no column identifies its people; name one with --map.`);
  const rest = others.map((one) => `missing, too: ${one}`);
  throw new CommandError("bad-mapping", `${file}: no column contains ${first}; name one with --map.`, rest);
}

const WHO = "an identifier or a description of a record's person";

/** What a push needs and no column contains. */
export function missingFields(
  fields: ReadonlyMap<PushField, readonly number[]>,
  mapping: PushMapping,
  { isContact }: Adapter,
): string[] {
  const hasConsent = fields.has("consent") || fields.has("consentAt");
  const hasPolicy = fields.has("policyVersion") || mapping.policyVersion !== undefined;
  const hasIdentity = [...fields.keys()].some((field) => WHOSE.includes(field) || isDescription(field));
  const policy = "the policy version, and neither the mapping nor --policy states one for all records";
  return [
    ...(fields.has("id") ? [] : ["a record's id"]),
    ...(fields.has("time") || !isContact ? [] : ["a record's time"]),
    ...(hasConsent ? [] : ["the consent of a record's person, and no join of the mapping adds it"]),
    ...(hasPolicy ? [] : [policy]),
    ...(hasIdentity ? [] : [WHO]),
  ];
}

/** The columns that the mapping names and the file lacks. */
export function missingColumns(columns: readonly string[], mapping: PushMapping): string[] {
  return Object.keys(mapping.columns).filter((column) => !columns.includes(column));
}

/** Such as `Total → amount`: the columns that are read by the mapping, or those that are guessed by their names. */
export function usesOf(columns: readonly string[], { fields, guessed }: ColumnUse, isGuessed: boolean): string[] {
  return [...fields].flatMap(([field, numbers]) =>
    numbers
      .filter((number) => guessed.includes(number) === isGuessed)
      .map((number) => `${columns[number] ?? ""} → ${field}`),
  );
}

/** A line of text that lists how each column is read. */
export function useLine(file: string, columns: readonly string[], use: ColumnUse): string {
  const parts = [
    ["by the mapping", usesOf(columns, use, false)],
    ["guessed by their names", usesOf(columns, use, true)],
    ["not read", use.ignored.map((number) => columns[number] ?? "")],
  ] as const;
  const shown = parts.filter(([, list]) => list.length > 0);
  return `${file}: ${shown.map(([title, list]) => `${title}: ${list.join(", ")}`).join("; ")}`;
}
