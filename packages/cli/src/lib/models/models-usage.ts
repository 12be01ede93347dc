import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Option, Usage } from "@sedge/connector/command-line";
import { SKIP_BAD } from "./skip-bad.ts";
import { SHIPPED_TASKS } from "./shipped-tasks.ts";

/** The repository's models, and the command that trains them. */
export const MODELS_FOLDER = resolve(import.meta.dirname, "..", "..", "..", "..", "..", "models");
export const TRAINING_COMMAND = join(MODELS_FOLDER, "src", "cli.ts");

const TEXT: Option = {
  name: "text",
  value: "COLUMN",
  description: `text model: the column with the text`,
  default: "text",
};
const MERGE_LABELS: Option = {
  name: "merge-labels",
  description: `labels that differ only in case, spaces, hyphens or underscores are one class; without it, training warns`,
};

/** The tasks of `models train`. The shipped models are trained by code that only a clone of the repository has. */
export const TASKS: readonly string[] = ["text", "tabular", ...(existsSync(TRAINING_COMMAND) ? SHIPPED_TASKS : [])];

const CSV_RULES = `Tables: CSV, an Excel workbook (its first sheet) or parquet, with a header. CSV may be UTF-8, UTF-16 or Windows-1252, packed with
gzip, and separated by comma, semicolon, tab or bar. Files up to 256 MiB, rows up to 1 MiB. Invalid input writes nothing and prints one
line for each error, "code: file, line, column"; a row is named by the line that it starts on.`;

export const TRAIN_USAGE: Usage = {
  positional: "TASK",
  purpose: `Trains a model: of your own data (text, tabular), or a shipped model again from its public data (in the folder SEDGE_DATA).`,
  options: [
    { name: "train", value: "FILE", description: `rows to learn from; required for text and tabular` },
    {
      name: "valid",
      value: "FILE",
      description: `rows to choose and calibrate the model with`,
      default: "text: cross-fitting; tabular: 10 % of --train",
    },
    {
      name: "test",
      value: "FILE",
      description: `rows to measure the finished model with, and nothing else`,
      default: "15 % of --train",
    },
    TEXT,
    { name: "label", value: "COLUMN", description: `the column to predict`, default: "label" },
    MERGE_LABELS,
    {
      name: "refuse-share",
      value: "SHARE",
      description: `text: share of the texts in scope that the model refuses, 0 to 0.5 (default: chosen, at most 0.05)`,
    },
    {
      name: "out",
      value: "DIR",
      description: `folder to write (default: ./text-model, ./tabular-model, or the shipped model's own); a model in it is replaced completely, any other content is an error`,
    },
    {
      name: "seed",
      value: "N",
      description: `0 to 4294967295; the same rows and seed give the same weights, byte for byte`,
      default: "1",
    },
    SKIP_BAD,
  ],
  notes: `Tasks: ${TASKS.join(", ")}.

  text     a table with a column of texts and one of labels; the label "oos" is
           out of scope. Without such rows the model refuses as well: by what
           networks say of intents that they were not taught
  tabular  a table; every column but --label is an input, numeric if all of its
           values are numbers; an empty cell is a missing value

Rows that are taken from --train for --valid and --test are drawn from each label with the seed. Equal rows stay together. A text model learns
the languages of its rows; the models that ship know English only.

Writes manifest.json, weights.bin, vectors.json, reliability.svg and MODEL_CARD.md: all of them, or none.

${CSV_RULES}`,
  examples: [
    "text --train tickets.csv --out my-intents",
    "tabular --train customers.csv --label left --out churn-model",
  ],
};

export const EVAL_USAGE: Usage = {
  positional: "DIR",
  purpose: `Measures the model in DIR on labelled rows. A text model needs the columns text and label, a tabular model its own columns
and its label column, and a session model its features by name and label. If the model can give several classes at once, a label cell
has its classes separated by "|", or is empty.`,
  options: [
    { name: "test", value: "FILE", isNeeded: true, description: `labelled rows` },
    TEXT,
    {
      name: "label",
      value: "COLUMN",
      description: `text model: the column with the label`,
      default: "label",
    },
    MERGE_LABELS,
    SKIP_BAD,
    {
      name: "json",
      description: `print one line of JSON: rows, inScope, outOfScope, otherLanguage, accuracy, macroF1, mcc, auc, averagePrecision, ece, oosRecall, oosAuroc, bytes, msPerRow; null where a figure does not apply`,
    },
  ],
  notes: `Figures:
  rows              all rows: inScope + outOfScope. All figures but the last
                    two rates are of rows in scope
  otherLanguage     rows in a language that a text model was not taught: refused
  accuracy          right answers among rows in scope; a refusal is an error
  macroF1, mcc      mean F1 of the classes; Matthews correlation coefficient
  auc               area under the ROC curve; for more than two classes, the
                    mean of each class against the rest
  averagePrecision  the same for the precision-recall curve; for two classes,
                    of the class that sorts last (1, yes, true)
  ece               expected calibration error of the likeliest class, 15 bins
  oosRecall         share of out-of-scope rows ("oos") that the model refused
  oosAuroc          how well the out-of-scope score separates those rows
  bytes             size of the weights
  msPerRow          milliseconds per row on this machine, with features

${CSV_RULES}`,
  examples: ["my-intents --test labelled.csv"],
};

export const PREDICT_USAGE: Usage = {
  positional: "DIR",
  purpose: `Applies the model in DIR to each row. The output is CSV with one line a row, in the order of the input: row (its line in the
input), every column of the input, label, probability, outOfScope, and the probability of each class as "p:CLASS". A column of the input
with one of these names becomes "input:NAME". A refused row has the label "oos", with its out-of-scope score as probability; so has a
row without a text. A text in a language that the model was not taught has the label "language-not-supported": the models that ship know
English only. outOfScope is empty if the model has no such score. If the model can give several classes at once, label lists them
separated by "|", likeliest first.`,
  options: [
    {
      name: "input",
      value: "FILE",
      isNeeded: true,
      description: `rows: the column text, the model's own columns, or session features`,
    },
    { name: "output", value: "FILE", isNeeded: true, description: `CSV to write; replaced if it exists` },
    TEXT,
    SKIP_BAD,
  ],
  notes: CSV_RULES,
  examples: ["my-intents --input tickets.csv --output answers.csv"],
};
