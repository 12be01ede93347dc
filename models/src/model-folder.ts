import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { IntentModel } from "@sedge/clustering/card";
import { ModelManifest } from "@sedge/features/model-manifest";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import type { FittedModel } from "./fit-model.ts";
import { TestVectors } from "./test-vectors.ts";

/** Where artefacts are read and written: `models/`, or the folder that SEDGE_MODELS names, to train without touching it. */
const models = resolve(import.meta.dirname, "..", process.env["SEDGE_MODELS"] ?? ".");

/** Path of a shipped artefact, such as `purchase-propensity`, `manifest.json`. */
export function artefact(name: string, file: string): string {
  return join(models, name, file);
}

/** Writes an artefact, making its folder. Objects as JSON, two spaces deep, with a newline at the end. */
export function writeArtefact(name: string, file: string, content: Uint8Array | object): void {
  mkdirSync(join(models, name), { recursive: true });
  const bytes = content instanceof Uint8Array ? content : `${JSON.stringify(content, null, 2)}\n`;
  writeFileSync(artefact(name, file), bytes);
}

/** A shipped model, its weights checked against the manifest's hash. Throws Error if they differ. */
export function readModel(name: string): FittedModel {
  const manifest = v.parse(ModelManifest, JSON.parse(readFileSync(artefact(name, "manifest.json"), "utf8")));
  const weights = new Uint8Array(readFileSync(artefact(name, manifest.weights.file)));
  const sha256 = createHash("sha256").update(weights).digest("hex");
  if (sha256 !== manifest.weights.sha256) throw new Error(`${name}: weights do not have the manifest's hash`);
  return { manifest, weights };
}

/** A shipped model's test vectors. */
export function readVectors(name: string): TestVectors {
  return v.parse(TestVectors, JSON.parse(readFileSync(artefact(name, "vectors.json"), "utf8")));
}

/** What visitors do next by where their visit stands, as it ships. */
export function readClusterIntents(): IntentModel {
  return v.parse(IntentModel, JSON.parse(readFileSync(artefact("cluster-intents", "weights.json"), "utf8")));
}

/** The prior codebook that ships. */
export function readCodebook(): Codebook {
  return v.parse(Codebook, JSON.parse(readFileSync(artefact("codebook-prior", "codebook.json"), "utf8")));
}
