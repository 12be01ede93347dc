import { HASH_BYTES } from "../tree/hash.ts";
import { fromBase64, toBase64 } from "./base64.ts";

/** A log's tree at one size, as the log signs it (C2SP tlog-checkpoint). Sedge's logs have no extension lines. */
export interface Checkpoint {
  /** Names the log for ever. */
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text of a checkpoint's note. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** The checkpoint that a note's text spells; undefined for anything else, also for extension lines, which nobody audits. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, digits, encoded = ""] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n$/.exec(text) ?? [];
  const [size, root] = [Number(digits), fromBase64(encoded)];
  if (origin === undefined || !Number.isSafeInteger(size) || root?.length !== HASH_BYTES) return undefined;
  return { origin, size, root };
}
