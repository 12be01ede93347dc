import { basename } from "node:path";
import { type Random, randomFrom } from "@sedge/models/random";
import { CommandError } from "@sedge/connector/command-line";
import { readTable } from "./read-table.ts";
import type { Table } from "@sedge/connector/rows";
import { checkClasses, checkKnown, type LabelledRow } from "./labelled-row.ts";
import { setAside } from "./set-aside.ts";

/** Shares of the rows that are set aside to measure on and to choose by, where these are not given as files. */
const TEST_SHARE = 0.15;
const VALIDATION_SHARE = 0.1;

/** Rows of a part, and the table that they come from: that part of it alone. */
export interface Part<Row> {
  readonly table: Table;
  readonly rows: readonly Row[];
}

/** Data of a task: what to learn from, what to choose by, and what to measure on. */
export interface TrainingParts<Row> {
  readonly train: Part<Row>;
  readonly validation: Part<Row>;
  readonly test: Part<Row>;
  /** How they came about, in a sentence for people. */
  readonly split: string;
}

/** Where a task's data are, and how a table is read as its rows. */
export interface TrainingSource<Row> {
  readonly files: { readonly train: string; readonly valid?: string | undefined; readonly test?: string | undefined };
  readonly seed: number;
  readonly labelColumn: string;
  /** A label that is no class. */
  readonly outside?: string;
  readonly rowsOf: (table: Table) => Row[];
}

/**
 * Reads a task's data, and sets parts aside that are not given. Throws CommandError for whatever is wrong with a file, for
 * fewer than two classes, and for labels that the rows to learn from do not have.
 */
export function trainingParts<Row extends LabelledRow>(source: TrainingSource<Row>): TrainingParts<Row> {
  const { files, seed, labelColumn, outside, rowsOf } = source;
  const read = (file: string): Part<Row> => {
    const table = readTable(file);
    return { table, rows: rowsOf(table) };
  };
  const whole = read(files.train);
  checkClasses(whole.table, labelColumn, whole.rows, outside);
  const given = {
    validation: files.valid === undefined ? undefined : read(files.valid),
    test: files.test === undefined ? undefined : read(files.test),
  };
  const random = randomFrom(seed);
  // What is set aside first leaves two kinds of row of each label, so that both parts can have one.
  const [rest, test] = given.test ? [whole, given.test] : divided(whole, TEST_SHARE, given.validation ? 1 : 2, random);
  const left = given.test ? VALIDATION_SHARE : VALIDATION_SHARE / (1 - TEST_SHARE);
  const [train, validation] = given.validation ? [rest, given.validation] : divided(rest, left, 1, random);
  checkClasses(train.table, labelColumn, train.rows, outside);
  checkKnown(validation.table, labelColumn, validation.rows, train.rows, outside);
  checkKnown(test.table, labelColumn, test.rows, train.rows, outside);
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
    `${count(validation)} to choose by (${from(files.valid)})`,
    `${count(test)} to measure on (${from(files.test)}${taught > 0 ? `; ${taught} of them are among those to learn from` : ""})`,
  ].join(", ");
}
