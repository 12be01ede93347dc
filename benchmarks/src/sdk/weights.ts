import { join } from "node:path";
import { budgets } from "../../../packages/client-sdk/size.ts";
import { type ByteSizes, fileSizes, scriptsBeside } from "./byte-sizes.ts";

const script = join(import.meta.dirname, "..", "..", "..", "packages", "client-sdk", "dist", "script");

/** A row of the table of bytes. */
export interface WeightRow extends ByteSizes {
  readonly name: string;
  /** Maximum size in bytes of brotli; null for chunks loaded only when needed. */
  readonly maxBrotli: number | null;
}

/** The SDK files that a page loads, with the budgets that the tests enforce, and the other files. */
export function sdkWeights(): WeightRow[] {
  const known = budgets();
  const rows = known.map(({ name, files, maxBytes }) => ({ name, ...fileSizes(script, files), maxBrotli: maxBytes }));
  const rest = scriptsBeside(
    script,
    known.map(({ files }) => files),
  );
  return rest.length === 0
    ? rows
    : [...rows, { name: "later: everything else", ...fileSizes(script, rest), maxBrotli: null }];
}
