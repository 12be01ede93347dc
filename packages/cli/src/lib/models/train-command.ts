import { progressOver } from "@sedge/models/progress";
import * as v from "valibot";
import {
  type Call,
  CommandError,
  onlyPositional,
  type Terminal,
  textOption,
  wholeOption,
} from "@sedge/connector/command-line";
import { replaceFolder } from "./replace-folder.ts";
import { checkFolder } from "./check-folder.ts";
import { classifierOf } from "./stored-classifier.ts";
import { figureLines } from "./figures-table.ts";
import { measure } from "./figures.ts";
import { modelCard } from "./model-card.ts";
import { modelNameOf } from "./model-name.ts";
import { refuseShareOf, textColumnsOf } from "./model-options.ts";
import { modelPlot } from "./model-plot.ts";
import type { OwnTask, TrainedModel } from "./own-task.ts";
import { skipOf } from "./skip-bad.ts";
import { TASKS } from "./models-usage.ts";
import { tabularTask } from "./tabular-task.ts";
import { textTask } from "./text-task.ts";
import { trainShippedCommand } from "./train-shipped-command.ts";

const MAX_SEED = 0xffff_ffff;
const DEFAULT_SEED = 1;
/** `sedge models train TASK …`. */
export async function trainCommand(call: Call, terminal: Terminal): Promise<void> {
  const task = onlyPositional(call, "the task");
  if (task === "text" || task === "tabular") return trainOwn(task, call, terminal);
  if (TASKS.includes(task)) return trainShippedCommand(task, call, terminal);
  throw new CommandError("unknown-task", `there is no task "${task}"; the tasks are ${TASKS.join(", ")}.`);
}

/** Trains a model on a site's own data, measures it, and writes its folder atomically. */
async function trainOwn(task: "text" | "tabular", call: Call, { out, note }: Terminal): Promise<void> {
  const train = textOption(call, "train");
  if (train === undefined) throw new CommandError("bad-option", `--train is required: ${task} has no data of its own.`);
  for (const option of ["text", "refuse-share"]) {
    if (task === "tabular" && call.options[option] !== undefined) {
      throw new CommandError("bad-option", `--${option} is for text; a tabular task reads all columns.`);
    }
  }
  const columns = textColumnsOf(call);
  const refuseShare = refuseShareOf(call);
  const seed = wholeOption(call, "seed", [0, MAX_SEED], DEFAULT_SEED);
  const folder = textOption(call, "out") ?? `${task}-model`;
  checkFolder(folder);
  const files = { train, valid: textOption(call, "valid"), test: textOption(call, "test") };
  const mergesLabels = call.options["merge-labels"] === true;
  const reading = { skip: skipOf(call, note), note, mergesLabels };
  const own: OwnTask = await (task === "text"
    ? textTask(files, { seed, columns, refuseShare }, reading)
    : tabularTask(files, seed, columns.label, reading));
  note(`${own.split}.`);
  const name = modelNameOf(folder);
  const trained = fitted(train, () => own.train({ name, progress: (steps) => progressOver(name, steps) }));
  const { stored, vectors } = trained;
  const classifier = classifierOf(stored, columns);
  const measured = measure(classifier, own.test, () => performance.now(), { mergesLabels });
  checkFolder(folder);
  replaceFolder(folder, {
    "manifest.json": json(stored.manifest),
    [stored.manifest.weights.file]: stored.weights,
    "vectors.json": json(vectors),
    "reliability.svg": modelPlot(classifier, measured.judgement.rows),
    "MODEL_CARD.md": modelCard({ stored, task, seed, split: own.split, classes: classifier.classes, measured }),
  });
  out(
    `${folder}: ${classifier.classes.length} classes; measured on ${measured.figures.rows} rows that taught nothing\n`,
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
