import type { PersonRecord } from "@sedge/linkage/terms";
import { CommandError } from "@sedge/connector/command-line";
import { checkMapping, type ColumnPlan, columnPlan } from "./column-plan.ts";
import type { InputSpec } from "./input-spec.ts";
import type { Mapping } from "./mapping.ts";
import { columnsOf, personReader } from "./person-row.ts";
import { openSource, type RowSource } from "@sedge/connector/rows";

/** How records are read. */
export interface ReadOptions {
  readonly mapping: Mapping;
  /** Where the mapping lies, for messages. */
  readonly mappingFile: string;
  /** Column of the right answers. */
  readonly truth: string | undefined;
  /** Country of rows that do not say theirs. */
  readonly country: string | undefined;
  /** Told of each row that is left out; without it the first that cannot be read ends the reading. */
  readonly skip: ((error: CommandError) => void) | undefined;
  /** Told how much of all is read, 0 to 1. */
  readonly progress: (share: number) => void;
}

/** An input and how its columns are read. */
export interface PlannedInput {
  readonly spec: InputSpec;
  readonly source: RowSource;
  readonly columns: readonly string[];
  readonly plan: ColumnPlan;
}

/** Records of all inputs, in the order of inputs and rows. The lists run alike. */
export interface ReadRecords {
  readonly inputs: readonly PlannedInput[];
  readonly persons: readonly PersonRecord[];
  /** Input, by number, and data row, from 1. */
  readonly origins: readonly { readonly input: number; readonly row: number }[];
  /** Right answers: records of one person have the same. Empty without a truth column. */
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
  const read: { persons: PersonRecord[]; origins: { input: number; row: number }[]; truths: string[] } = {
    persons: [],
    origins: [],
    truths: [],
  };
  for (const [number, input] of inputs.entries()) {
    const before = read.persons.length;
    for await (const { row, person, truth, share } of readInput(input, options)) {
      read.persons.push(person);
      read.origins.push({ input: number, row });
      if (truth !== undefined) read.truths.push(truth);
      options.progress((number + share) / inputs.length);
    }
    if (read.persons.length === before) {
      throw new CommandError("empty-file", `${input.spec.file} has no row that can be read.`);
    }
  }
  return { inputs, ...read };
}

interface ReadRow {
  readonly row: number;
  readonly person: PersonRecord;
  readonly truth: string | undefined;
  readonly share: number;
}

async function* readInput(
  { source, plan }: PlannedInput,
  { country, truth: title, skip }: ReadOptions,
): AsyncGenerator<ReadRow> {
  const wanted = columnsOf(plan);
  const person = personReader(plan, country);
  const truthAt = plan.truth === undefined ? -1 : wanted.indexOf(plan.truth);
  for await (const { number, place, share, cells } of source.rows(wanted)) {
    const error = cells instanceof CommandError ? cells : missingTruth(place, title, truthAt, cells);
    if (error) {
      if (!skip) throw error;
      skip(error);
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
