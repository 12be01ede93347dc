import { join } from "node:path";
import { budgets } from "../../../packages/client-sdk/size.ts";
import { type ByteSizes, fileSizes, scriptsBeside } from "./byte-sizes.ts";

const script = join(import.meta.dirname, "..", "..", "..", "packages", "client-sdk", "dist", "script");

/** One row of the table of bytes. */
export interface WeightRow extends ByteSizes {
  readonly name: string;
  /** The most it may weigh, bytes of brotli; null for what is loaded only by those who need it. */
  readonly maxBrotli: number | null;
}

/** What a page loads of the built SDK, by the same budgets that the tests enforce, and everything beside it. */
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
