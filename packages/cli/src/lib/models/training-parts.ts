import { basename } from "node:path";
import { type Random, randomFrom } from "@sedge/models/random";
import { CommandError } from "@sedge/connector/command-line";
import { readTable, RowErrors, type Table } from "@sedge/connector/rows";
import { labelSpellings } from "./label-spellings.ts";
import { checkClasses, knownRows, type LabelledRow } from "./labelled-row.ts";
import { setAside } from "./set-aside.ts";

/** Shares of the rows that are set aside for measuring and validation, if no files are given. */
const TEST_SHARE = 0.15;
const VALIDATION_SHARE = 0.1;

/** Rows of a part, and the part of the table that they come from. */
export interface Part<Row> {
  readonly table: Table;
  readonly rows: readonly Row[];
}

/** Data of a task: for training, validation and measuring. */
export interface TrainingParts<Row> {
  readonly train: Part<Row>;
  /** No rows where cross-fitting calibrates. */
  readonly validation: Part<Row>;
  readonly test: Part<Row>;
  /** How the data were split, in a sentence. */
  readonly split: string;
}

/** The files of a task, and how a table is read. */
export interface TrainingSource<Row> {
  readonly files: { readonly train: string; readonly valid?: string | undefined; readonly test?: string | undefined };
  readonly seed: number;
  readonly labelColumn: string;
  /** A label that is not a class. */
  readonly outside?: string;
  /** Reads a table. `skip`: as below. */
  readonly rowsOf: (table: Table, skip?: (error: CommandError) => void) => Row[];
  /** Whether cross-fitting calibrates, so that no rows are set aside for validation. */
  readonly isCrossFitted?: boolean;
  /** Whether labels that differ only in case, spaces, hyphens or underscores are one class. */
  readonly mergesLabels?: boolean | undefined;
  /** Called for each row that cannot be read, which is then left out. Without it, such a row is an error. */
  readonly skip?: ((error: CommandError) => void) | undefined;
  /** Shows the user how a file was read. */
  readonly note: (line: string) => void;
}

/**
 * Reads a task's data, and sets aside missing parts. Throws CommandError for an invalid file, for fewer than two
 * classes, and for labels that do not occur in the training rows.
 */
export async function trainingParts<Row extends LabelledRow>(source: TrainingSource<Row>): Promise<TrainingParts<Row>> {
  const { files, seed, labelColumn, outside, rowsOf } = source;
  const read = async (file: string): Promise<Part<Row>> => {
    const table = await readTable(file, source.skip);
    for (const line of table.notes ?? []) source.note(line);
    const rows = rowsOf(table, source.skip);
    return rows.length === table.rows.length ? { table, rows } : narrowed(table, rows);
  };
  const found = await read(files.train);
  const spellings = labelSpellings(
    found.rows.map(({ label }) => label),
    outside,
  );
  for (const variant of spellings.variants) {
    source.note(
      source.mergesLabels
        ? `one class: ${variant}.`
        : `warning: labels that differ only in spelling are different classes: ${variant}. --merge-labels makes them one.`,
    );
  }
  const spelt = <Kind extends Part<Row>>(part: Kind): Kind =>
    source.mergesLabels
      ? { ...part, rows: part.rows.map((row) => ({ ...row, label: spellings.of(row.label) })) }
      : part;
  const whole = spelt(found);
  checkClasses(whole.table, labelColumn, whole.rows, outside);
  const labels = { column: labelColumn, known: whole.rows, outside };
  const readGiven = async (file: string | undefined): Promise<Part<Row> | undefined> => {
    if (file === undefined) return undefined;
    const part = spelt(await read(file));
    return narrowed(part.table, knownRows(part.table, part.rows, labels, new RowErrors(source.skip)));
  };
  const given = { validation: await readGiven(files.valid), test: await readGiven(files.test) };
  const random = randomFrom(seed);
  const isWhole = source.isCrossFitted === true && !given.validation;
  // The first split leaves two distinct rows of each label, so that both parts can have one.
  const least = given.validation || isWhole ? 1 : 2;
  const [rest, test] = given.test ? [whole, given.test] : divided(whole, TEST_SHARE, least, random);
  const left = given.test ? VALIDATION_SHARE : VALIDATION_SHARE / (1 - TEST_SHARE);
  const none = { table: { ...rest.table, rows: [] }, rows: [] };
  const [train, validation] = given.validation
    ? [rest, given.validation]
    : isWhole
      ? [rest, none]
      : divided(rest, left, 1, random);
  checkClasses(train.table, labelColumn, train.rows, outside);
  return { train, validation, test, split: sentenceOf(source, { train, validation, test }) };
}

function divided<Row extends LabelledRow>(
  { table, rows }: Part<Row>,
  share: number,
  least: number,
  random: Random,
): [Part<Row>, Part<Row>] {
  const { kept, aside } = setAside(rows, share, least, random);
  if (aside.length === 0) {
    throw new CommandError(
      "too-few-rows",
      `${table.file}, row ${rows[0]?.row ?? 1} and below: no label has rows enough to set one aside; rows that are alike count once.`,
    );
  }
  return [narrowed(table, kept), narrowed(table, aside)];
}

function narrowed<Row extends LabelledRow>(table: Table, rows: readonly Row[]): Part<Row> {
  const lines = new Set(rows.map(({ row }) => row));
  return { table: { ...table, rows: table.rows.filter(({ row }) => lines.has(row)) }, rows };
}

function sentenceOf<Row extends LabelledRow>(
  { files, seed }: TrainingSource<Row>,
  { train, validation, test }: Omit<TrainingParts<Row>, "split">,
): string {
  const count = ({ rows }: Part<Row>) => rows.length.toLocaleString("en");
  const from = (file: string | undefined) => (file === undefined ? `set aside with seed ${seed}` : basename(file));
  const known = new Set(train.rows.map(({ likeness }) => likeness));
  const taught = test.rows.filter(({ likeness }) => known.has(likeness)).length;
  return [
    `${count(train)} rows to learn from (${basename(files.train)})`,
    validation.rows.length === 0
      ? "cross-fitting to choose by"
      : `${count(validation)} to choose by (${from(files.valid)})`,
    `${count(test)} to measure on (${from(files.test)}${taught > 0 ? `; ${taught} of them are among those to learn from` : ""})`,
  ].join(", ");
}
