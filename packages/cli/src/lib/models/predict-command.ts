import { statSync } from "node:fs";
import { resolve } from "node:path";
import { OUT_OF_SCOPE } from "@sedge/models/text-plan";
import { type Call, CommandError, neededOption, onlyPositional, type Terminal } from "@sedge/connector/command-line";
import { csvLine, readTable } from "@sedge/connector/rows";
import { replaceFile } from "@sedge/connector/files";
import type { Classifier, ModelAnswer } from "./classifier.ts";
import { classifierOf } from "./stored-classifier.ts";
import { readStoredModel } from "@sedge/connector/stored-model";

/** `sedge models predict DIR --input FILE --output FILE`. */
export async function predictCommand(call: Call, { out, note }: Terminal): Promise<void> {
  const folder = onlyPositional(call, "the folder of a model");
  const [input, output] = [neededOption(call, "input"), neededOption(call, "output")];
  if (resolve(input) === resolve(output)) {
    throw new CommandError("bad-option", `--output names the input ${input}, which would be overwritten.`);
  }
  if (statSync(output, { throwIfNoEntry: false })?.isFile() === false) {
    throw new CommandError("unwritable", `${output} exists and is not a file.`);
  }
  const classifier = classifierOf(readStoredModel(folder));
  const table = await readTable(input);
  for (const line of table.notes ?? []) note(line);
  const answers = table.rows.map(classifier.over(table));
  replaceFile(output, [headOf(classifier), ...answers.map((answer) => lineOf(classifier, answer)), ""].join("\n"));
  out(`${answers.length} rows in ${output}`);
}

function headOf({ classes }: Classifier): string {
  return csvLine(["label", "probability", "outOfScope", ...classes.map((code) => `p:${code}`)]);
}

const shown = (x: number) => String(Number(x.toFixed(6)));

function lineOf(
  { classes, form }: Classifier,
  { predicted, probabilities, outOfScope, isOutOfScope }: ModelAnswer,
): string {
  const chance = (index: number) => probabilities[index] ?? 0;
  const ordered = predicted.toSorted((a, b) => chance(b) - chance(a));
  const label = isOutOfScope ? OUT_OF_SCOPE : ordered.map((index) => classes[index]).join("|");
  const likeliest =
    form.kind === "one" ? ordered[0] : (ordered[0] ?? probabilities.indexOf(Math.max(...probabilities)));
  const probability = isOutOfScope ? (outOfScope ?? 0) : chance(likeliest ?? 0);
  return csvLine([
    label,
    shown(probability),
    outOfScope === null ? "" : shown(outOfScope),
    ...probabilities.map((p) => shown(p)),
  ]);
}
