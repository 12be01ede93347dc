import { type Operators, randomKey } from "@sedge/connector/prf";
import type { PrfPool } from "./prf-pool.ts";

/** A proof costs both sides the same whatever it covers, so batches are large; progress and memory want them small. */
const BATCH = 256;

/**
 * Two operators of this process, each with a key that it alone uses and that is gone with the process: tokens of one run
 * cannot be compared with those of another.
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
