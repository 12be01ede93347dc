import { createHash } from "node:crypto";
import type { TabularRow } from "@sedge/features/tabular";
import { TABULAR_SCHEMA, TabularModelManifest } from "@sedge/features/tabular-model-manifest";
import * as v from "valibot";
import { type DenseNetwork, dequantise } from "@sedge/features/dense-network";
import type { Progress } from "../progress.ts";
import { quantise } from "../quantise.ts";
import { randomFrom } from "../random.ts";
import { blendedRows } from "./blended-rows.ts";
import type { LabelledRows } from "./boosted-trees.ts";
import { columnsFrom } from "./columns-from.ts";
import { encodedRows, type Matrix } from "./encoded-rows.ts";
import { logLoss } from "./log-loss.ts";
import { networkLogits } from "./network-logits.ts";
import { trainNetwork } from "./network-training.ts";
import { softmaxCalibration } from "./tabular-calibration.ts";
import type { TabularPlan } from "./tabular-plan.ts";
import { teachersFor } from "./tabular-teachers.ts";

/** A tabular model as it ships. */
export interface FittedTabularModel {
  readonly manifest: TabularModelManifest;
  readonly weights: Uint8Array;
}

/** Rows to learn from, and rows that choose when to stop and calibrate. */
export interface TabularParts {
  readonly train: readonly TabularRow[];
  readonly validation: readonly TabularRow[];
}

/** Least rows that are blended for the student, however many there are to learn from. */
const MIN_BLENDS = 10_000;

/** Steps of progress that a training takes. */
export function tabularSteps({ folds }: Pick<TabularPlan, "folds">): number {
  return 2 * folds + 2;
}

/**
 * Trains a model of any table: boosted trees and networks teach one small network, which is quantised and calibrated.
 * Single-threaded; the same rows and plan give the same bytes.
 *
 * @throws RangeError for a label that is missing, fewer than two classes in the training rows, a class that only the
 *   validation rows have, no column to learn from, or something else than a number in a numeric column.
 */
export function trainTabular(
  { train, validation }: TabularParts,
  labelColumn: string,
  plan: TabularPlan,
  progress: Progress,
): FittedTabularModel {
  const codes = [...new Set(train.map((row) => labelOf(row, labelColumn)))].toSorted();
  if (codes.length < 2) throw new RangeError(`column ${labelColumn} has fewer than two classes in the training rows`);
  const names = [...new Set(train.flatMap((row) => Object.keys(row)))];
  const read = names.filter((name) => name !== labelColumn && !plan.dropped.includes(name));
  const columns = columnsFrom(train, read, plan);
  if (columns.length === 0) throw new RangeError("no column beside the label has more than one value");
  const labelled = (rows: readonly TabularRow[]): LabelledRows => ({
    inputs: encodedRows({ columns }, rows),
    labels: Int32Array.from(rows, (row) => classOf(codes, labelOf(row, labelColumn), labelColumn)),
  });
  const [seen, held] = [labelled(train), labelled(validation)];
  const random = randomFrom(plan.seed);
  const teachers = teachersFor(columns, seen, held, codes.length, plan, random, progress);
  const wanted = Math.max(train.length + MIN_BLENDS, Math.min(plan.studentRows, 20 * train.length));
  const blends = blendedRows(columns, seen.inputs, wanted - train.length, 0.5, random);
  const targets = joined(teachers.unseen, teachers.of(blends));
  progress.step("blended rows");
  const score = (scores: Float64Array) => -logLoss(scores, held.labels, codes.length);
  const student = trainNetwork(
    { inputs: stacked(seen.inputs, blends), targets },
    held.inputs,
    { ...plan.student, seed: plan.seed + plan.folds },
    score,
  );
  progress.step("student");
  const classes = codes.map((code) => ({ code, label: plan.classLabels[code] ?? code }));
  return shipped({ name: plan.name, version: plan.version, labelColumn, columns, classes }, student, held);
}

function shipped(
  described: Pick<TabularModelManifest, "name" | "version" | "labelColumn" | "columns" | "classes">,
  network: DenseNetwork,
  held: LabelledRows,
): FittedTabularModel {
  const { layers, bytes } = quantise(network);
  const logits = networkLogits(dequantise({ layers, bytes }), held.inputs);
  const manifest = v.parse(TabularModelManifest, {
    kind: "tabular",
    tabularSchema: TABULAR_SCHEMA,
    ...described,
    layers,
    answer: { kind: "softmax", ...softmaxCalibration(logits, held.labels, described.classes.length) },
    weights: { file: "weights.bin", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
  });
  return { manifest, weights: bytes };
}

function labelOf(row: TabularRow, column: string): string {
  const label = row[column] ?? "";
  if (label === "") throw new RangeError(`a row has no ${column}`);
  return String(label);
}

function classOf(codes: readonly string[], code: string, column: string): number {
  const index = codes.indexOf(code);
  if (index < 0) throw new RangeError(`${column} ${code} is in no training row`);
  return index;
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function stacked(a: Matrix, b: Matrix): Matrix {
  const values = new Float32Array(a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return { rows: a.rows + b.rows, width: a.width, values };
}
