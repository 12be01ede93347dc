import { type Call, neededOption, onlyPositional, type Terminal } from "@sedge/connector/command-line";
import { readTable } from "@sedge/connector/rows";
import { skipOf } from "./skip-bad.ts";
import { classifierOf } from "./stored-classifier.ts";
import { measure } from "./figures.ts";
import { confusionLines, figureLines } from "./figures-table.ts";
import { textColumnsOf } from "./model-options.ts";
import { readStoredModel } from "@sedge/connector/stored-model";

const shortened = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

/** `sedge models eval DIR --test FILE [--json]`. */
export async function evalCommand(call: Call, { out, note }: Terminal): Promise<void> {
  const folder = onlyPositional(call, "the folder of a model");
  const classifier = classifierOf(readStoredModel(folder), textColumnsOf(call));
  const skip = skipOf(call, note);
  const table = await readTable(neededOption(call, "test"), skip);
  for (const line of table.notes ?? []) note(line);
  const options = { skip, mergesLabels: call.options["merge-labels"] === true };
  const { figures, confusion } = measure(classifier, table, () => performance.now(), options);
  if (call.options["json"]) return out(JSON.stringify(figures, shortened));
  out(`${classifier.name}: ${classifier.classes.length} classes, ${figures.rows} rows of ${table.file}\n`);
  for (const line of figureLines(figures)) out(line);
  if (confusion) for (const line of ["", ...confusionLines(classifier, confusion)]) out(line);
}
