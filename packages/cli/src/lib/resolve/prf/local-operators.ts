import { type Operators, randomKey } from "@sedge/connector/prf";
import type { PrfPool } from "./prf-pool.ts";

/** A proof has a constant cost, which favours large batches; progress and memory favour small ones. */
const BATCH = 256;

/**
 * Two operators in this process, each with its own throwaway key: tokens of one run cannot be compared with those of
 * another.
 */
export function localOperators(pool: Pick<PrfPool, "evaluate">): Operators {
  const keys = [randomKey(), randomKey()];
  return {
    site: "sedge-resolve",
    epoch: 1,
    maxElements: BATCH,
    evaluate: (blinded) => Promise.all(keys.map((key) => pool.evaluate(key, blinded))),
  };
}
