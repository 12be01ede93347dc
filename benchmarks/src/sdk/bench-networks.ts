import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Layer } from "@sedge/features/model-manifest";
import * as v from "valibot";
import { denseLayers } from "../../../packages/client-sdk/src/lib/worker/tensor/dense-layer.ts";
import type { Network } from "./network-run.ts";

const models = join(import.meta.dirname, "..", "..", "..", "models");

/** The dense part of every kind of model file. */
const Dense = v.object({
  layers: v.array(Layer),
  weights: v.object({ file: v.string(), bytes: v.number(), sha256: v.string() }),
});

/** The dense part of a shipped model; for text models, the part after the bag of hashed words. */
export function shippedNetwork(name: string): Network {
  const manifest = v.parse(Dense, JSON.parse(readFileSync(join(models, name, "manifest.json"), "utf8")));
  const layers = denseLayers(manifest, readFileSync(join(models, name, manifest.weights.file)));
  return { name, layers: layers.map((layer) => ({ ...layer, weights: [...layer.weights], bias: [...layer.bias] })) };
}

/** The dense parts of all shipped models. */
export function shippedNetworks(): Network[] {
  const folders = readdirSync(models, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => existsSync(join(models, name, "manifest.json")));
  return names.toSorted().map(shippedNetwork);
}

/** Widths of the reference network with figures from other runs (see `peers.ts`). */
const YARDSTICK_WIDTHS = [256, 128, 64, 32] as const;

/** The reference network: larger than ours, with weights from a formula. */
export function yardstickNetwork(): Network {
  const layers = YARDSTICK_WIDTHS.slice(1).map((units, index) => {
    const inputs = YARDSTICK_WIDTHS[index] ?? 0;
    const scale = 1 / Math.sqrt(inputs);
    return {
      inputs,
      units,
      activation: "relu" as const,
      weights: Array.from({ length: inputs * units }, (_, at) => scale * Math.sin(at * 12.9898 + index)),
      bias: Array.from({ length: units }, (_, at) => 0.1 * Math.cos(at)),
    };
  });
  return { name: YARDSTICK_WIDTHS.join("-"), layers };
}
