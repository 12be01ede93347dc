import { createHash } from "node:crypto";

/** Part of the data that a row belongs to. */
export type Part = "train" | "validation" | "test";

/** 70 % train, 15 % validation, 15 % test by SHA-256 of the key: equal keys share a part, on every machine. */
export function partOf(key: string): Part {
  const share = createHash("sha256").update(key).digest().readUInt32BE() / 0x1_0000_0000;
  if (share < 0.7) return "train";
  return share < 0.85 ? "validation" : "test";
}
