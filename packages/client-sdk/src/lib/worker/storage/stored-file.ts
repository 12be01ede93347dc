import { Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";

/** A file that was verified when it was fetched, kept so that the last good one is used when the next is bad. */
export const StoredFile = v.object({
  /** `model:{name}`, `model:site-intents` and `manifest:site-intents` for a site's own, or `codebook:site`. */
  name: v.string(),
  /** Of `bytes`; checked again whenever they are used. */
  sha256: Sha256Hex,
  bytes: v.instance(Uint8Array<ArrayBuffer>),
  /** What describes the bytes, as JSON: a model's manifest. Empty for a file that describes itself. */
  description: v.string(),
});
export type StoredFile = v.InferOutput<typeof StoredFile>;
