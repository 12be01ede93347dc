import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import type { JudgedRow } from "../evaluation/judged-row.ts";
import { artefact, writeArtefact } from "../model-folder.ts";
import { progressOver } from "../progress.ts";
import { reliabilityBins } from "../reliability-bins.ts";
import { reliabilityPlot } from "../reliability-plot.ts";
import type { ShippedText } from "./shipped-text.ts";
import { judgedTexts } from "./text-figures.ts";
import type { TextModel } from "./text-reference.ts";
import { TEXT_SENTENCES } from "./text-sentences.ts";
import { TextVectors, textVectors } from "./text-vectors.ts";
import { textWork, trainText } from "./train-text.ts";

/** A shipped text model, its weights checked against the manifest's hash. Throws Error if they differ. */
export function readText(name: string): TextModel {
  const manifest = v.parse(TextModelManifest, JSON.parse(readFileSync(artefact(name, "manifest.json"), "utf8")));
  const weights = new Uint8Array(readFileSync(artefact(name, manifest.weights.file)));
  const sha256 = createHash("sha256").update(weights).digest("hex");
  if (sha256 !== manifest.weights.sha256) throw new Error(`${name}: weights do not have the manifest's hash`);
  return { manifest, weights };
}

/** A shipped text model's test vectors. */
export function readTextVectors(name: string): TextVectors {
  return v.parse(TextVectors, JSON.parse(readFileSync(artefact(name, "vectors.json"), "utf8")));
}

/** Trains a model, and writes its manifest, weights, vectors and reliability plot. False without the data. */
export function writeText({ plan, parts, sentences }: ShippedText): boolean {
  const data = parts();
  if (!data) return false;
  const model = trainText(data, plan, progressOver(plan.name, textWork(data, plan).steps));
  writeArtefact(plan.name, "manifest.json", model.manifest);
  writeArtefact(plan.name, model.manifest.weights.file, model.weights);
  writeArtefact(plan.name, "vectors.json", textVectors(model, [...TEXT_SENTENCES, ...sentences]));
  const plot = reliabilityOf(plan.name, judgedTexts(model, data.test));
  writeArtefact(plan.name, "reliability.svg", new TextEncoder().encode(plot));
  return true;
}

/** How often the likeliest class was right, by its predicted probability. */
function reliabilityOf(name: string, judged: readonly JudgedRow[]): string {
  const within = judged.filter(({ truth }) => truth.length > 0);
  const tops = within.map(({ probabilities }) => Math.max(...probabilities));
  const bins = reliabilityBins(
    tops,
    within.map(({ truth, probabilities }, row) => probabilities[truth[0] ?? -1] === tops[row]),
  );
  return reliabilityPlot({ title: `${name}, likeliest class, test part`, bins });
}
