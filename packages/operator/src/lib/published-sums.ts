import { GenerationSums, type Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";
import { utf8Text } from "./bounded-body.ts";
import { sha256Hex } from "./sha256.ts";

/** Largest sums that are published, in bytes: 1,850 numbers of at most 17 characters, their cells' centres, and the names of features. */
export const MAX_SUMS_BYTES = 262_144;

/** The sums of a generation: their exact bytes, and their parsed content. */
export interface PublishedSums {
  readonly document: GenerationSums;
  /** Of the exact bytes. */
  readonly sha256: v.InferOutput<typeof Sha256Hex>;
  /** The exact bytes, as the UTF-8 text that they are. */
  readonly text: string;
}

/**
 * Reads sums from exact bytes; undefined if they are too many, not JSON, or more than the schema has: a field that is not known here
 * could be about a person, so it is neither served nor stored.
 */
export async function publishedSums(bytes: Uint8Array): Promise<PublishedSums | undefined> {
  const text = bytes.byteLength > MAX_SUMS_BYTES ? undefined : utf8Text(bytes);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), GenerationSums), text);
  if (text === undefined || !parsed.success || JSON.stringify(parsed.output) !== text) return undefined;
  return { document: parsed.output, sha256: await sha256Hex(bytes), text };
}
