import { CSV_RULES } from "./csv-rules.ts";
import { progressOver } from "@sedge/models/progress";
import * as v from "valibot";
import {
  type Call,
  CommandError,
  onlyPositional,
  readCall,
  type Terminal,
  textOption,
  wholeOption,
  type Usage,
  usageOf,
} from "@sedge/connector/command-line";
import { replaceFolder } from "./replace-folder.ts";
import { checkFolder } from "./check-folder.ts";
import { classifierOf } from "./stored-classifier.ts";
import { figureLines } from "./figures-table.ts";
import { measure } from "./figures.ts";
import { modelCard } from "./model-card.ts";
import { modelNameOf } from "./model-name.ts";
import { modelPlot } from "./model-plot.ts";
import type { OwnTask, TrainedModel } from "./own-task.ts";
import { SHIPPED_TASKS } from "./shipped-tasks.ts";
import { canTrainShipped } from "./shipped-training.ts";
import { tabularTask } from "./tabular-task.ts";
import { textTask } from "./text-task.ts";
import { trainShippedCommand } from "./train-shipped-command.ts";

const MAX_SEED = 0xffff_ffff;
const DEFAULT_SEED = 1;
/** The shipped models are trained by code that only a clone of the repository has. */
const TASKS: readonly string[] = ["text", "tabular", ...(canTrainShipped() ? SHIPPED_TASKS : [])];

const USAGE: Usage = {
  command: "models train TASK",
  purpose: `Trains a model: of data of your own, or one that ships, which is made again from its public data (SEDGE_DATA).`,
  options: [
    { name: "train", value: "FILE", description: `rows to learn from` },
    { name: "valid", value: "FILE", description: `rows to choose and calibrate by` },
    {
      name: "test",
      value: "FILE",
      description: `rows to measure the finished model on, and nothing else. Without --test 15 % of --train are set aside to measure on, without --valid 10 % to choose by: of each label, drawn with the seed; rows that are alike share a part.`,
    },
    { name: "label", value: "COLUMN", description: `the column to predict (tabular; default "label")` },
    {
      name: "out",
      value: "DIR",
      description: `folder to write (default ./text-model, ./tabular-model, or the shipped model's own). A folder that holds something else than a model is refused; a model is replaced as a whole.`,
    },
    {
      name: "seed",
      value: "N",
      description: `0 to 4294967295 (default 1). The same rows and seed give the same weights, byte for byte.`,
    },
  ],
  notes: `Tasks:
  ${TASKS.join(", ")}

  text     a CSV file with the columns text and label; rows with the label "oos" are out of scope
  tabular  a CSV file; every column but --label's is an input, numeric if all of its values are numbers;
           an empty cell is a missing value

Writes manifest.json, weights.bin, vectors.json, reliability.svg and MODEL_CARD.md: all of them, or none.

${CSV_RULES}`,
};

/** `sedge models train TASK …`. */
export async function trainCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const call = readCall(args, USAGE.options);
  if (call.options["help"]) return terminal.out(usageOf(USAGE));
  const task = onlyPositional(call, "the task");
  if (task === "text" || task === "tabular") return trainOwn(task, call, terminal);
  if (TASKS.includes(task)) return trainShippedCommand(task, call, terminal);
  throw new CommandError("unknown-task", `there is no task "${task}"; the tasks are ${TASKS.join(", ")}.`);
}

/** Trains a model on a site's own data, measures it, and writes its folder atomically. */
function trainOwn(task: "text" | "tabular", call: Call, { out, note }: Terminal): void {
  const train = textOption(call, "train");
  if (train === undefined) throw new CommandError("bad-option", `--train is required: ${task} has no data of its own.`);
  const label = textOption(call, "label");
  if (task === "text" && label !== undefined) {
    throw new CommandError("bad-option", `--label is for tabular; a text task reads the columns text and label.`);
  }
  const seed = wholeOption(call, "seed", [0, MAX_SEED], DEFAULT_SEED);
  const folder = textOption(call, "out") ?? `${task}-model`;
  checkFolder(folder);
  const files = { train, valid: textOption(call, "valid"), test: textOption(call, "test") };
  const own: OwnTask = task === "text" ? textTask(files, seed) : tabularTask(files, seed, label ?? "label");
  note(`${own.split}.`);
  const name = modelNameOf(folder);
  const trained = fitted(train, () => own.train({ name, progress: (steps) => progressOver(name, steps) }));
  const { stored, vectors } = trained;
  const classifier = classifierOf(stored);
  const measured = measure(classifier, own.test, () => performance.now());
  checkFolder(folder);
  replaceFolder(folder, {
    "manifest.json": json(stored.manifest),
    [stored.manifest.weights.file]: stored.weights,
    "vectors.json": json(vectors),
    "reliability.svg": modelPlot(classifier, measured.judgement.rows),
    "MODEL_CARD.md": modelCard({ stored, task, seed, split: own.split, classes: classifier.classes, measured }),
  });
  out(
    `${folder}: ${classifier.classes.length} classes; measured on ${own.test.rows.length} rows that taught nothing\n`,
  );
  for (const line of figureLines(measured.figures)) out(line);
}

/**
 * Trainers throw RangeError for rows that they cannot learn from, and ValiError for what a manifest does not accept.
 */
function fitted(file: string, train: () => TrainedModel): TrainedModel {
  try {
    return train();
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError("unfit-rows", `${file}: ${error.message}.`);
    if (v.isValiError(error)) {
      throw new CommandError("unfit-rows", `${file}: what its columns and labels make does not fit a model.`);
    }
    throw error;
  }
}

function json(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
