import { Codebook, type Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";
import { utf8Text } from "./bounded-body.ts";
import { sha256Hex } from "./sha256.ts";

/** Largest codebook that is published, in bytes: D1 and Durable Objects store up to 2 MB in a row. */
export const MAX_CODEBOOK_BYTES = 1_500_000;

/** A codebook: its exact bytes, and their parsed content. */
export interface PublishedCodebook {
  readonly codebook: Codebook;
  /** Of the exact bytes. */
  readonly sha256: v.InferOutput<typeof Sha256Hex>;
  /** The exact bytes, as the UTF-8 text that they are. */
  readonly text: string;
}

/** Reads a codebook from exact bytes; undefined if they are too many, not UTF-8, not JSON or not one codebook. */
export async function publishedCodebook(bytes: Uint8Array): Promise<PublishedCodebook | undefined> {
  const text = bytes.byteLength > MAX_CODEBOOK_BYTES ? undefined : utf8Text(bytes);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Codebook), text);
  if (text === undefined || !parsed.success) return undefined;
  return { codebook: parsed.output, sha256: await sha256Hex(bytes), text };
}
