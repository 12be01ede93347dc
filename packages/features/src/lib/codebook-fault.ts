import { type Codebook, MAX_CODEBOOK_LEAVES } from "@sedge/protocol";
import { cellsAt, parentOf } from "./cell-tree.ts";

/** Share of a cell's count by which its children's may differ: less than one person in a million. */
const ROUNDING = 1e-6;

/**
 * Why a device does not use a well-formed codebook, for a message; undefined where it does. A device follows no operator's
 * claim that it cannot check, and a codebook with thousands of leaves could ask for a whole visit: it has at most
 * `MAX_CODEBOOK_LEAVES`, and every count is the sum of the counts below it, so that no small cell is stated as a large one
 * within its parent. Pure.
 */
export function codebookFault(codebook: Codebook): string | undefined {
  const leaves = cellsAt(codebook, Infinity).length;
  if (leaves > MAX_CODEBOOK_LEAVES) return `it has ${leaves} leaves, more than ${MAX_CODEBOOK_LEAVES}`;
  const sums = new Map<string, number>();
  for (const { path, count } of codebook.cells) {
    if (path !== "") sums.set(parentOf(path), (sums.get(parentOf(path)) ?? 0) + count);
  }
  const wrong = codebook.cells.find(({ path, count }) => {
    const sum = sums.get(path);
    return sum !== undefined && Math.abs(sum - count) > ROUNDING * Math.max(1, count);
  });
  return wrong && `the counts below its cell "${wrong.path}" do not add up to that cell's`;
}
