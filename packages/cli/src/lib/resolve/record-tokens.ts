import { asCommandError } from "@sedge/connector/operator-options";
import { type ConnectOptions, connectPrf } from "@sedge/connector/operators";
import { localOperators } from "./prf/local-operators.ts";
import { PrfPool } from "./prf/prf-pool.ts";
import { termTokens } from "./prf/term-tokens.ts";

/** Threads for PRF cryptography. */
const THREADS = 2;

/** Tokens of terms, with their cost. */
export interface PricedTokens {
  /** The token of a term. Throws RangeError for an unknown term. */
  readonly tokenOf: (term: string) => string;
  readonly milliseconds: number;
}

/**
 * The token of each term, from both operators: two in this process, or a running pair.
 *
 * @param progress - Called with the share of terms finished.
 * @throws CommandError `operators-failed` or `bad-proof`.
 */
export async function recordTokens(
  terms: ReadonlySet<string>,
  connection: Omit<ConnectOptions, "fetch"> | undefined,
  progress: (share: number) => void,
): Promise<PricedTokens> {
  const pool = new PrfPool(THREADS);
  const start = performance.now();
  let done = 0;
  try {
    const tokens = await asCommandError(async () => {
      const operators = connection ? await connectPrf({ ...connection, fetch }) : localOperators(pool);
      return termTokens(terms, { pool, operators }, (count) => {
        done += count;
        progress(done / terms.size);
      });
    });
    const tokenOf = (term: string) => {
      const token = tokens.get(term);
      if (token === undefined) throw new RangeError("the term has no token");
      return token;
    };
    return { tokenOf, milliseconds: performance.now() - start };
  } finally {
    await pool.close();
  }
}
