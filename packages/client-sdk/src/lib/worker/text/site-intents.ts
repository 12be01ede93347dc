import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import { SedgeError } from "../../sedge-error.ts";
import type { IntentModelFolder } from "../../public/text.ts";
import type { ModelSource } from "../models/model-source.ts";
import { findFile } from "../storage/found-file.ts";
import type { Store } from "../storage/store.ts";
import { jsonOf, type Send } from "../wire/wire.ts";
import { type TextModel, textModelOf } from "./text-model.ts";

/** Most bytes of a manifest; 1,024 classes with long labels are less. */
const MAX_MANIFEST_BYTES = 524_288;

/**
 * Where the weights of a site's own intents lie, by the manifest in its folder. The hash that the page pins is the manifest's, and
 * the manifest states that of the weights; while the folder holds another file, the last good one is used.
 *
 * @throws SedgeError `model-unavailable`, `model-hash-mismatch`, or `model-unreadable` for a file that is no text model.
 */
export async function siteIntents(
  { url, sha256 }: IntentModelFolder,
  store: Store,
  send: Send,
): Promise<ModelSource<TextModel>> {
  const { file, failure } = await findFile(store.files, {
    name: "manifest:site-intents",
    sha256,
    description: "",
    fetch: () => send({ asset: `${url}manifest.json`, maxBytes: MAX_MANIFEST_BYTES }),
  });
  if (!file)
    throw new SedgeError(
      `model-${failure ?? "unavailable"}`,
      "The site's own intents could not be had; texts go without them.",
    );
  const parsed = v.safeParse(TextModelManifest, jsonOf(file.bytes));
  if (!parsed.success)
    throw new SedgeError("model-unreadable", "The site's own intents are no text model of this version.");
  return { manifest: parsed.output, folder: url, storedAs: "model:site-intents", open: textModelOf };
}
