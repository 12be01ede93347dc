import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { TabularRow } from "@sedge/features/tabular";
import { TabularModelManifest } from "@sedge/features/tabular-model-manifest";
import * as v from "valibot";
import { artefact, writeArtefact } from "../model-folder.ts";
import { progressOver } from "../progress.ts";
import { reliabilityBins } from "../reliability-bins.ts";
import { reliabilityPlot } from "../reliability-plot.ts";
import { type ShippedTabular, tabularParts } from "./shipped-tabular.ts";
import { tabularProbabilities } from "./tabular-figures.ts";
import { TabularVectors, tabularVectors } from "./tabular-vectors.ts";
import { type FittedTabularModel, tabularSteps, trainTabular } from "./train-tabular.ts";

/** A shipped tabular model, its weights checked against the manifest's hash. Throws Error if they differ. */
export function readTabular(name: string): FittedTabularModel {
  const manifest = v.parse(TabularModelManifest, JSON.parse(readFileSync(artefact(name, "manifest.json"), "utf8")));
  const weights = new Uint8Array(readFileSync(artefact(name, manifest.weights.file)));
  const sha256 = createHash("sha256").update(weights).digest("hex");
  if (sha256 !== manifest.weights.sha256) throw new Error(`${name}: weights do not have the manifest's hash`);
  return { manifest, weights };
}

/** A shipped tabular model's test vectors. */
export function readTabularVectors(name: string): TabularVectors {
  return v.parse(TabularVectors, JSON.parse(readFileSync(artefact(name, "vectors.json"), "utf8")));
}

/** Trains a model, and writes its manifest, weights, vectors and reliability plot. False without the data. */
export function writeTabular(shipped: ShippedTabular): boolean {
  const parts = tabularParts(shipped);
  if (!parts) return false;
  const { plan, labelColumn } = shipped;
  const model = trainTabular(parts, labelColumn, plan, progressOver(plan.name, tabularSteps(plan)));
  writeArtefact(plan.name, "manifest.json", model.manifest);
  writeArtefact(plan.name, model.manifest.weights.file, model.weights);
  writeArtefact(plan.name, "vectors.json", tabularVectors(model, plan.seed));
  writeArtefact(plan.name, "reliability.svg", new TextEncoder().encode(reliabilityOf(shipped, model, parts.test)));
  return true;
}

/** How often the asked class occurred, by its predicted probability. */
function reliabilityOf(
  { plan, labelColumn, positive }: ShippedTabular,
  model: FittedTabularModel,
  rows: readonly TabularRow[],
) {
  const index = model.manifest.classes.findIndex(({ code }) => code === positive);
  const bins = reliabilityBins(
    tabularProbabilities(model, rows).map((row) => row[index] ?? 0),
    rows.map((row) => String(row[labelColumn]) === positive),
  );
  return reliabilityPlot({ title: `${plan.name}, test part`, bins });
}
