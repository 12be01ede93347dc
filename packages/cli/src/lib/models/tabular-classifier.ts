import { tabularAnswer, tabularModelInput, type TabularRow } from "@sedge/features/tabular";
import type { TabularModelManifest } from "@sedge/features/tabular-model-manifest";
import { dequantise, forward } from "@sedge/features/dense-network";
import { columnOf, decimalStyle, finiteCell, plainNumber, type Table, type TableRow } from "@sedge/connector/rows";
import { oneOf } from "./answer-form.ts";
import type { Classifier } from "./classifier.ts";

/** A tabular model's predictions. An empty cell is a missing value. */
export function tabularClassifier(manifest: TabularModelManifest, weights: Uint8Array): Classifier {
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const classes = manifest.classes.map(({ code }) => code);
  return {
    name: manifest.name,
    classes,
    form: oneOf(classes),
    hasScope: false,
    labelColumn: manifest.labelColumn,
    bytes: manifest.weights.bytes,
    over: (table) => {
      const rowOf = rowReader(manifest, table);
      return (row) => {
        const answer = tabularAnswer(manifest, forward(network, tabularModelInput(manifest, rowOf(row))));
        const probabilities = answer.classes.map(({ probability }) => probability);
        const predicted = probabilities.indexOf(Math.max(...probabilities));
        return { predicted: [predicted], probabilities, outOfScope: null, isOutOfScope: false };
      };
    },
  };
}

function rowReader({ columns }: TabularModelManifest, table: Table): (row: TableRow) => TabularRow {
  const read = columns.map(({ name, kind }) => {
    const index = columnOf(table, name);
    return { name, kind, index, style: kind === "numeric" ? decimalStyle(table, index) : ("plain" as const) };
  });
  return (row) =>
    Object.fromEntries(
      read.map(({ name, kind, index, style }) => {
        const cell = (row.cells[index] ?? "").trim();
        if (cell === "") return [name, null];
        return [name, kind === "numeric" ? finiteCell(table, row.row, name, plainNumber(cell, style)) : cell];
      }),
    );
}
