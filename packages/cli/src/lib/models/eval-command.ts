import { type Call, neededOption, onlyPositional, type Terminal } from "@sedge/connector/command-line";
import { readTable } from "./read-table.ts";
import { classifierOf } from "./stored-classifier.ts";
import { measure } from "./figures.ts";
import { confusionLines, figureLines } from "./figures-table.ts";
import { readStoredModel } from "@sedge/connector/stored-model";

const shortened = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

/** `sedge models eval DIR --test FILE [--json]`. */
export function evalCommand(call: Call, { out }: Terminal): void {
  const folder = onlyPositional(call, "the folder of a model");
  const classifier = classifierOf(readStoredModel(folder));
  const table = readTable(neededOption(call, "test"));
  const { figures, confusion } = measure(classifier, table, () => performance.now());
  if (call.options["json"]) return out(JSON.stringify(figures, shortened));
  out(`${classifier.name}: ${classifier.classes.length} classes, ${table.rows.length} rows of ${table.file}\n`);
  for (const line of figureLines(figures)) out(line);
  if (confusion) for (const line of ["", ...confusionLines(classifier, confusion)]) out(line);
}
