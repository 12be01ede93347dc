import type { PersonRecord, ReadField } from "@sedge/linkage/terms";
import { CommandError } from "@sedge/connector/command-line";
import { checkMapping, type ColumnPlan, columnPlan } from "./column-plan.ts";
import type { InputSpec } from "./input-spec.ts";
import type { Mapping } from "./mapping.ts";
import { inOrder, isMonthFirst } from "./date-order.ts";
import { UnreadCells } from "./unread-cells.ts";
import { columnsOf, personReader } from "./person-row.ts";
import { openSource, RowErrors, type RowSource } from "@sedge/connector/rows";

/** How records are read. */
export interface ReadOptions {
  readonly mapping: Mapping;
  /** Path of the mapping, for messages. */
  readonly mappingFile: string;
  /** Column of the true entities. */
  readonly truth: string | undefined;
  /** Country of rows that do not state one. */
  readonly country: string | undefined;
  /** Called for each skipped row. Without it, the first unreadable row ends the reading. */
  readonly skip: ((error: CommandError) => void) | undefined;
  /** Called with the share read, 0 to 1. */
  readonly progress: (share: number) => void;
}

/** An input with its column plan. */
export interface PlannedInput {
  readonly spec: InputSpec;
  readonly source: RowSource;
  readonly columns: readonly string[];
  readonly plan: ColumnPlan;
}

/** Records of all inputs, in the order of inputs and rows. The lists are parallel. */
export interface ReadRecords {
  readonly inputs: readonly PlannedInput[];
  /** What a user should know of how the inputs were read. */
  readonly notes: readonly string[];
  readonly people: readonly PersonRecord[];
  /** Number of the input, and of the data row, from 1. */
  readonly origins: readonly { readonly input: number; readonly row: number }[];
  /** True entities: records of one person have the same value. Empty without a truth column. */
  readonly truths: readonly string[];
}

/** Reads every input. Throws CommandError for what cannot be read, by file, line and column. */
export async function readRecords(specs: readonly InputSpec[], options: ReadOptions): Promise<ReadRecords> {
  const opened = [];
  for (const spec of specs) opened.push({ spec, source: await openSource(spec.file) });
  const titled = opened.map((input) => ({ ...input, columns: input.source.columns }));
  checkMapping(options.mappingFile, options.mapping, titled);
  const inputs = titled.map((input) => ({
    ...input,
    plan: columnPlan(input.spec, input.columns, options.mapping, options.truth),
  }));
  const read: { people: PersonRecord[]; origins: { input: number; row: number }[]; truths: string[] } = {
    people: [],
    origins: [],
    truths: [],
  };
  const errors = new RowErrors(options.skip);
  const notes: string[] = [];
  for (const [number, input] of inputs.entries()) {
    const before = read.people.length;
    const unread = new UnreadCells();
    for await (const { row, person, truth, share } of readInput(input, options, errors)) {
      read.people.push(person);
      unread.add(person);
      read.origins.push({ input: number, row });
      if (truth !== undefined) read.truths.push(truth);
      options.progress((number + share) / inputs.length);
    }
    if (read.people.length === before) {
      errors.throwIfAny();
      throw new CommandError("empty-file", `${input.spec.file} has no readable row.`);
    }
    const { fields } = input.plan;
    const titleOf = (field: ReadField) => (fields.get(field) ?? []).map((at) => input.columns[at] ?? "").join(" + ");
    notes.push(...(input.source.notes ?? []), ...unread.lines(input.spec.name, titleOf));
    const own = read.people.slice(before);
    const monthFirst = isMonthFirst(own);
    if (monthFirst !== undefined) own.forEach((person, at) => (read.people[before + at] = inOrder(person, monthFirst)));
  }
  errors.throwIfAny();
  return { inputs, notes, ...read };
}

interface ReadRow {
  readonly row: number;
  readonly person: PersonRecord;
  readonly truth: string | undefined;
  readonly share: number;
}

async function* readInput(
  { source, plan }: PlannedInput,
  { country, truth: title }: ReadOptions,
  errors: RowErrors,
): AsyncGenerator<ReadRow> {
  const wanted = columnsOf(plan);
  const person = personReader(plan, country);
  const truthAt = plan.truth === undefined ? -1 : wanted.indexOf(plan.truth);
  for await (const { number, place, share, cells } of source.rows(wanted)) {
    const error = cells instanceof CommandError ? cells : missingTruth(place, title, truthAt, cells);
    if (error) {
      errors.add(error);
      continue;
    }
    if (cells instanceof CommandError) continue;
    yield { row: number, person: person(cells), truth: plan.truth === undefined ? undefined : cells[truthAt], share };
  }
}

function missingTruth(place: string, title: string | undefined, at: number, cells: readonly string[]) {
  if (title === undefined || cells[at] !== "") return undefined;
  return new CommandError(
    "missing-value",
    `${place}, column "${title}" is empty, and nothing says whose record it is.`,
  );
}
