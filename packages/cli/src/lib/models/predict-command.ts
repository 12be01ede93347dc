import { statSync } from "node:fs";
import { resolve } from "node:path";
import { OUT_OF_SCOPE } from "@sedge/models/text-plan";
import { type Call, CommandError, neededOption, onlyPositional, type Terminal } from "@sedge/connector/command-line";
import { csvLine, readTable, RowErrors } from "@sedge/connector/rows";
import { replaceFile } from "@sedge/connector/files";
import type { Classifier, ModelAnswer } from "./classifier.ts";
import { textColumnsOf } from "./model-options.ts";
import { skipOf } from "./skip-bad.ts";
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
  const classifier = classifierOf(readStoredModel(folder), textColumnsOf(call));
  const skip = skipOf(call, note);
  const table = await readTable(input, skip);
  for (const line of table.notes ?? []) note(line);
  const answer = classifier.over(table);
  const errors = new RowErrors(skip);
  let refused = 0;
  const lines = table.rows.flatMap((row) => {
    try {
      const predicted = answer(row);
      refused += Number(predicted.isOutOfScope || predicted.unsupportedLanguage !== undefined);
      return [csvLine([String(row.row), ...row.cells, ...answerCells(classifier, predicted)])];
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.add(error);
      return [];
    }
  });
  errors.throwIfAny();
  replaceFile(output, [headOf(classifier, table.columns), ...lines, ""].join("\n"));
  out(`${lines.length} rows in ${output}${refused > 0 ? `, ${refused} of them refused` : ""}`);
}

/** Names of the columns: a column of the input whose name the answer needs is called `input:NAME`. */
function headOf({ classes }: Classifier, columns: readonly string[]): string {
  const answered = ["label", "probability", "outOfScope", ...classes.map((code) => `p:${code}`)];
  const taken = new Set(["row", ...answered]);
  return csvLine(["row", ...columns.map((name) => (taken.has(name) ? `input:${name}` : name)), ...answered]);
}

/** The label of a text in a language that the model was not taught. */
const LANGUAGE_NOT_SUPPORTED = "language-not-supported";

const shown = (x: number) => String(Number(x.toFixed(6)));

function answerCells(
  { classes, form }: Classifier,
  { predicted, probabilities, outOfScope, isOutOfScope, unsupportedLanguage }: ModelAnswer,
): string[] {
  const chance = (index: number) => probabilities[index] ?? 0;
  const ordered = predicted.toSorted((a, b) => chance(b) - chance(a));
  const refused = isOutOfScope || unsupportedLanguage !== undefined;
  const label =
    unsupportedLanguage !== undefined
      ? LANGUAGE_NOT_SUPPORTED
      : isOutOfScope
        ? OUT_OF_SCOPE
        : ordered.map((index) => classes[index]).join("|");
  const likeliest =
    form.kind === "one" ? ordered[0] : (ordered[0] ?? probabilities.indexOf(Math.max(...probabilities)));
  const score = outOfScope === null ? "" : shown(outOfScope);
  return [label, refused ? score : shown(chance(likeliest ?? 0)), score, ...probabilities.map((p) => shown(p))];
}
