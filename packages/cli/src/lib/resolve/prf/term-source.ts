import { addScalars, type Operators, randomKey } from "@sedge/connector/prf";
import { packed } from "./packed.ts";
import type { PrfPool } from "./prf-pool.ts";

/** What evaluates terms, in batches. */
export interface TermSource {
  /** Terms of a batch at most. */
  readonly maxTerms: number;
  /** Packed tokens of terms, in order. Throws PrfError `bad-group-element` or `bad-proof`, and whatever the operators throw. */
  readonly tokensOf: (terms: readonly string[]) => Promise<Uint8Array>;
}

/** Batches favour progress when small, and less talk between threads when large. */
const BATCH = 512;

/**
 * Both operators in this process, each with its own throwaway key: tokens of one run cannot be compared with those of
 * another. As this process has both keys, it evaluates with their sum. The tokens are the same, bit for bit.
 */
export function localSource(pool: PrfPool, keys = [randomKey(), randomKey()] as const): TermSource {
  const [one, other] = keys;
  const key = addScalars(one.secretKey, other.secretKey);
  return { maxTerms: BATCH, tokensOf: (terms) => pool.direct(key, terms, { site: "sedge-resolve", epoch: 1 }) };
}

/** A running pair of operators: terms are blinded, evaluated by both, the proofs verified, and finalised. */
export function operatorSource(pool: PrfPool, operators: Operators): TermSource {
  return {
    maxTerms: operators.maxElements,
    tokensOf: async (terms) => {
      const blinded = await pool.blind(operators.site, terms);
      const shares = await operators.evaluate(blinded.blinded);
      const tokens = await pool.finish(blinded, shares, operators);
      return packed(tokens.map((token) => Buffer.from(token, "base64url")));
    },
  };
}
