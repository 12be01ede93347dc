import { CommandError } from "@sedge/connector/command-line";
import type { ColumnField } from "@sedge/connector/column-fields";
import { usualField } from "@sedge/connector/rows";
import { type DateParts, datePartsOf } from "./date-parts.ts";
import type { InputSpec } from "./input-spec.ts";
import type { Mapping } from "./mapping.ts";

/** How an input's columns are read. */
export interface ColumnPlan {
  /** Column numbers of each field, in reading order. */
  readonly fields: ReadonlyMap<ColumnField, readonly number[]>;
  /** The columns of a birth date that is in three of them. */
  readonly dateParts?: DateParts | undefined;
  /** The column of the true entities. */
  readonly truth: number | undefined;
  /** Columns that are not read. */
  readonly ignored: readonly number[];
}

interface Meaning {
  readonly column: number;
  readonly field: ColumnField;
  /** Mapped columns keep the mapping's order, others are ordered by likelihood. */
  readonly rank: number;
  readonly isMapped: boolean;
}

/**
 * Assigns a field to each column of an input: by the mapping, otherwise by its usual name. A field with mapped columns
 * uses no others. The truth column is not a field.
 *
 * @throws CommandError `missing-column` without the truth column, `bad-mapping` if the mapping reads it as a field, or
 *   `no-fields`.
 */
export function columnPlan(
  { name, file }: InputSpec,
  columns: readonly string[],
  mapping: Mapping,
  truthColumn: string | undefined,
): ColumnPlan {
  const truth = truthColumn === undefined ? undefined : truthOf(file, columns, truthColumn);
  const fieldOf = new Map([...mapping.columns, ...(mapping.inputs.get(name) ?? [])]);
  const order = [...fieldOf.keys()];
  const found = columns.flatMap((title, column): Meaning[] => {
    const field = fieldOf.get(title);
    if (column === truth) {
      if (!field) return [];
      throw new CommandError(
        "bad-mapping",
        `${file}: "${title}" is the truth column and cannot be mapped to ${field}.`,
      );
    }
    if (field === null) return [];
    if (field) return [{ column, field, rank: order.indexOf(title), isMapped: true }];
    const usual = usualField(title);
    return usual ? [{ column, ...usual, isMapped: false }] : [];
  });
  const meanings = surnameBesideGiven(found);
  const mapped = new Set(meanings.filter(({ isMapped }) => isMapped).map(({ field }) => field));
  const read = meanings
    .filter(({ field, isMapped }) => isMapped || !mapped.has(field))
    .toSorted((a, b) => a.rank - b.rank || a.column - b.column);
  checkFields(file, columns, read);
  const fields = numbersOf(read);
  const used = new Set(read.map(({ column }) => column));
  return {
    fields,
    dateParts: datePartsOf(columns, fields.get("birthDate") ?? [], mapped.has("birthDate")),
    truth,
    ignored: columns.map((_, column) => column).filter((column) => !used.has(column) && column !== truth),
  };
}

/** Fields of which one alone can distinguish people. */
const TELLING: ReadonlySet<ColumnField> = new Set([
  "givenName",
  "surname",
  "fullName",
  "birthDate",
  "street",
  "phone",
  "email",
  "nationalId",
]);

/** Rejects a file in which nothing distinguishes people: records that agree in a gender or a town are not one person's. */
function checkFields(file: string, columns: readonly string[], read: readonly Meaning[]): void {
  if (read.some(({ field }) => TELLING.has(field))) return;
  const names = columns.map((column) => `"${column}"`).join(", ");
  const known = [...new Set(read.map(({ field }) => field))].filter((field) => field !== "country");
  if (known.length === 0) {
    throw new CommandError("no-fields", `${file}: none of its columns is known (${names}); define them with --map.`);
  }
  throw new CommandError(
    "no-fields",
    `${file}: only ${known.join(", ")} is known among its columns (${names}), which many people share; define a name, birth date, contact or street with --map.`,
  );
}

/** Beside a given name without a surname, the column "Name" is the surname, as in German and French forms. */
function surnameBesideGiven(meanings: readonly Meaning[]): readonly Meaning[] {
  const has = (field: ColumnField) => meanings.some((one) => one.field === field);
  if (!has("givenName") || has("surname")) return meanings;
  return meanings.map((one) => (one.field === "fullName" && !one.isMapped ? { ...one, field: "surname" } : one));
}

function numbersOf(read: readonly Meaning[]): Map<ColumnField, number[]> {
  const fields = new Map<ColumnField, number[]>();
  for (const { field, column } of read) fields.set(field, [...(fields.get(field) ?? []), column]);
  return fields;
}

function truthOf(file: string, columns: readonly string[], truth: string): number {
  const column = columns.indexOf(truth);
  if (column >= 0) return column;
  const names = columns.map((name) => `"${name}"`).join(", ");
  throw new CommandError("missing-column", `${file}, line 1, has no column "${truth}"; it has ${names}.`);
}

/** Rejects a mapping that names a missing input or column; otherwise a typo would be ignored. */
export function checkMapping(
  file: string,
  mapping: Mapping,
  inputs: readonly { readonly spec: InputSpec; readonly columns: readonly string[] }[],
): void {
  for (const column of mapping.columns.keys()) {
    if (inputs.some(({ columns }) => columns.includes(column))) continue;
    throw new CommandError("bad-mapping", `${file}: no input has a column "${column}".`);
  }
  for (const [name, columns] of mapping.inputs) {
    const input = inputs.find(({ spec }) => spec.name === name);
    if (!input) throw new CommandError("bad-mapping", `${file}: there is no input "${name}".`);
    const missing = [...columns.keys()].find((column) => !input.columns.includes(column));
    if (missing !== undefined) {
      throw new CommandError("bad-mapping", `${file}: the input ${name} has no column "${missing}".`);
    }
  }
}
