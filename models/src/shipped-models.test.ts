import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { modelInput } from "@sedge/features";
import { describe, expect, test } from "vitest";
import { auc } from "./auc.ts";
import { dequantise, forward } from "@sedge/features/dense-network";
import { NO_DATA } from "./data-folder.ts";
import { probabilitiesOf } from "./figures.ts";
import { artefact, readModel, readVectors } from "./model-folder.ts";
import { reliabilityFiles } from "./reliability-files.ts";
import type { ShippedModel } from "./shipped-model.ts";
import { SHIPPED_MODELS } from "./shipped-models.ts";
import { tensorLogits } from "./tensor-network.ts";
import { recordWith, vectorsFor } from "./test-vectors.ts";

/** The AUC in the card's table of figures, by question. */
function cardAuc(name: string, what: string): number {
  const card = readFileSync(artefact(name, "MODEL_CARD.md"), "utf8");
  const row = card.split("\n").find((line) => line.startsWith(`| ${what} |`));
  return Number(row?.split("|")[4]);
}

describe.each(SHIPPED_MODELS.map((shipped) => [shipped.plan.name, shipped] as const))(
  "%s",
  (name, shipped: ShippedModel) => {
    const model = readModel(name);
    const { vectors, tolerance, version } = readVectors(name);
    const closest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.max(...Array.from(a, (x, index) => Math.abs(x - (b[index] ?? Number.NaN))));

    test("the weights have the manifest's hash, and one changed byte has not", () => {
      const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
      expect(hash(model.weights)).toBe(model.manifest.weights.sha256);
      expect(hash(model.weights.with(7, (model.weights[7] ?? 0) ^ 1))).not.toBe(model.manifest.weights.sha256);
    });

    test("the manifest is what the plan says", () => {
      expect(model.manifest.outputs.map(({ code }) => code)).toEqual(shipped.plan.outputs.map(({ code }) => code));
      expect(model.manifest.inputs.map(({ feature }) => feature)).toEqual(
        shipped.plan.inputs.map(({ feature }) => feature),
      );
      expect(version).toBe(model.manifest.version);
    });

    test("the vectors are the reference's own answers", () => {
      const network = dequantise({ layers: model.manifest.layers, bytes: model.weights });
      expect(vectors.length).toBeGreaterThanOrEqual(16);
      for (const { features, inputs, logits } of vectors) {
        expect([...modelInput(model.manifest, recordWith(features))]).toEqual(inputs);
        expect(closest(forward(network, inputs), logits)).toBeLessThan(1e-9);
      }
      const spread = vectors.map(({ probabilities }) => probabilities[0] ?? 0);
      expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(0.05);
      expect(vectorsFor(model, 1).vectors[0]).not.toEqual(vectors[0]);
    });

    test.each(["cpu", "wasm"] as const)("TF.js on %s reproduces the vectors", async (backend) => {
      const answers = await tensorLogits(
        model,
        vectors.map(({ inputs }) => inputs),
        backend,
      );
      vectors.forEach(({ logits }, index) => expect(closest(answers[index] ?? [], logits)).toBeLessThan(tolerance));
    });

    test("the card's AUC and plots are what the held-out part gives", (context) => {
      const unseen = shipped.examples()?.test;
      if (!unseen) return context.skip(NO_DATA);
      for (const { what, output, about } of shipped.questions) {
        const asked = unseen.filter(about);
        const answers = asked.map(({ answers }) => answers[output] ?? false);
        const found = auc(probabilitiesOf(model, output, asked), answers);
        expect(Math.abs(found - cardAuc(name, what)), what).toBeLessThan(0.005);
      }
      for (const [file, svg] of Object.entries(reliabilityFiles(shipped, model, unseen))) {
        expect(readFileSync(artefact(name, file), "utf8"), file).toBe(svg);
      }
    });
  },
);
