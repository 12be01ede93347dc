import type { Operators } from "@sedge/connector/prf";
import type { PrfPool } from "./prf-pool.ts";

/** Batches in flight at once: enough to keep both threads and an operator's network busy. */
const BATCHES_AT_ONCE = 4;

/**
 * The record token of each term; every distinct term is evaluated once: blinded, evaluated by both operators, proofs
 * verified, finalised.
 *
 * @param terms - Terms, with repeats.
 * @param progress - Called with the number of terms just finished.
 * @throws PrfError `bad-group-element` or `bad-proof`, and whatever the operators throw.
 */
export async function termTokens(
  terms: Iterable<string>,
  { pool, operators }: { readonly pool: PrfPool; readonly operators: Operators },
  progress: (terms: number) => void,
): Promise<Map<string, string>> {
  const distinct = [...new Set(terms)];
  const tokens = new Map<string, string>();
  let next = 0;
  const work = async () => {
    while (next < distinct.length) {
      const batch = distinct.slice(next, next + operators.maxElements);
      next += batch.length;
      const blinded = await pool.blind(operators.site, batch);
      const shares = await operators.evaluate(blinded.blinded);
      const made = await pool.finish(blinded, shares, operators);
      batch.forEach((term, index) => tokens.set(term, made[index] ?? ""));
      progress(batch.length);
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  return tokens;
}
