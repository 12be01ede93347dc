import { CSV_RULES } from "./csv-rules.ts";
import {
  neededOption,
  onlyPositional,
  readCall,
  type Terminal,
  type Usage,
  usageOf,
} from "@sedge/connector/command-line";
import { readTable } from "./read-table.ts";
import { classifierOf } from "./stored-classifier.ts";
import { measure } from "./figures.ts";
import { confusionLines, figureLines } from "./figures-table.ts";
import { readStoredModel } from "@sedge/connector/stored-model";

const shortened = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

const USAGE: Usage = {
  command: "models eval DIR",
  purpose: `Measures the model in DIR on rows with their right labels: the columns text and label for a text model, its own columns and
its label column for a tabular one. Of a model that may say several classes at once, a label cell holds its classes with
"|" between them, or nothing. A model of sessions reads its features by name, and "label".`,
  options: [
    { name: "test", value: "FILE", isNeeded: true, description: `the rows` },
    {
      name: "json",
      description: `one line of JSON alone: accuracy, macroF1, mcc, auc, averagePrecision, ece, oosRecall, oosAuroc, bytes, msPerRow; null where a figure does not apply`,
    },
  ],
  notes: `accuracy        right answers of the rows within scope; a refusal is an error
macroF1, mcc    mean F1 of the classes; Matthews correlation
auc             area under the ROC curve; of more than two classes the mean of each against the rest
averagePrecision  the same of the precision-recall curve; of two classes, of the one that sorts last (1, yes, true)
ece             expected calibration error, 15 bins, likeliest class
oosRecall       out-of-scope rows ("oos") that the model refused; oosAuroc: how well its score separates them
bytes           size of the weights; msPerRow: milliseconds a row here, features included

${CSV_RULES}`,
};

/** `sedge models eval DIR --test FILE [--json]`. */
export function evalCommand(args: readonly string[], { out }: Terminal): void {
  const call = readCall(args, USAGE.options);
  if (call.options["help"]) return out(usageOf(USAGE));
  const folder = onlyPositional(call, "the folder of a model");
  const classifier = classifierOf(readStoredModel(folder));
  const table = readTable(neededOption(call, "test"));
  const { figures, confusion } = measure(classifier, table, () => performance.now());
  if (call.options["json"]) return out(JSON.stringify(figures, shortened));
  out(`${classifier.name}: ${classifier.classes.length} classes, ${table.rows.length} rows of ${table.file}\n`);
  for (const line of figureLines(figures)) out(line);
  if (confusion) for (const line of ["", ...confusionLines(classifier, confusion)]) out(line);
}
