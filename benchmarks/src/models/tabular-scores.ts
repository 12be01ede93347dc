import { measureModel } from "@sedge/cli/model-measurement";
import { artefact } from "@sedge/models/model-folder";
import { type ShippedTabular, tabularParts } from "@sedge/models/shipped-tabular";
import { heldOutTable } from "./held-out-table.ts";
import type { ModelScores } from "./model-score.ts";

const MEASURES: Readonly<Record<string, string>> = { "call-outcome": "AUC: subscribes", churn: "AUC: leaves" };

/** Scores of a tabular model. */
export function tabularScores(shipped: ShippedTabular, now: () => number): ModelScores {
  const test = tabularParts(shipped)?.test;
  if (!test) return "no data";
  const { name } = shipped.plan;
  const columns = Object.keys(test[0] ?? {});
  const cells = test.map((row) => columns.map((column) => String(row[column] ?? "")));
  const { figures } = measureModel(artefact(name, "."), heldOutTable(name, columns, cells), now);
  const { auc, ece, bytes, msPerRow } = figures;
  return [{ model: name, measure: MEASURES[name] ?? "AUC", value: auc, ece, rows: test.length, bytes, msPerRow }];
}
