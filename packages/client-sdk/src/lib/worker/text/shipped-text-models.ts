import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import type { ModelSource } from "../models/model-source.ts";
import { type TextModel, textModelOf } from "./text-model.ts";

/** Manifests of the text models that ship, each loaded with the first text that needs it. */
const MANIFESTS = {
  "intent-banking": () => import("./manifests/intent-banking.ts"),
  "intent-general": () => import("./manifests/intent-general.ts"),
  emotion: () => import("./manifests/emotion.ts"),
  sentiment: () => import("./manifests/sentiment.ts"),
} as const;

export type ShippedTextModel = keyof typeof MANIFESTS;

/** Where a shipped model's weights lie. Rejects where the manifest's code could not be fetched. */
export async function shippedTextModel(name: ShippedTextModel): Promise<ModelSource<TextModel>> {
  const { MANIFEST } = await MANIFESTS[name]();
  const manifest = v.parse(TextModelManifest, MANIFEST);
  return { manifest, folder: `models/${name}/`, storedAs: `model:${name}`, open: textModelOf };
}
