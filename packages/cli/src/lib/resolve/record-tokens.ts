import { CommandError } from "@sedge/connector/command-line";
import { asCommandError } from "@sedge/connector/operator-options";
import { type ConnectOptions, connectPrf } from "@sedge/connector/operators";
import { localOperators } from "./prf/local-operators.ts";
import { PrfPool } from "./prf/prf-pool.ts";
import { localSource, operatorSource, type TermSource } from "./prf/term-source.ts";
import { TokenJournal } from "./prf/token-journal.ts";
import { termTokens } from "./prf/term-tokens.ts";

/** Threads for PRF cryptography. */
const THREADS = 2;

/** Most distinct terms of a run. Their tokens and hashes take some 2 GB. */
const MAX_TERMS = 50_000_000;

/** Tokens of terms, with their cost. */
export interface PricedTokens {
  /** The token of a term. Throws RangeError for an unknown term. */
  readonly tokenOf: (term: string) => string;
  /** Number of distinct terms. */
  readonly terms: number;
  readonly milliseconds: number;
}

/** How terms are evaluated. */
export interface TokenOptions {
  /** A running pair of operators; undefined for two in this process. */
  readonly connection?: Omit<ConnectOptions, "fetch"> | undefined;
  /** File for the tokens of a running pair, from which an interrupted run goes on. The caller removes it. */
  readonly journal?: string | undefined;
  /** Called with the number of terms whose tokens were found in that file. */
  readonly onResume?: (terms: number) => void;
  /** Blind the terms and verify proofs also where both operators run in this process, to measure what that costs. */
  readonly isBlinded?: boolean;
  /** Most distinct terms. Default: 50 million. */
  readonly maxTerms?: number;
}

/**
 * The token of each term, from both operators: two in this process, or a running pair.
 *
 * @param terms - Terms, with repeats. Read while earlier ones are evaluated.
 * @throws CommandError `operators-failed`, `bad-proof` or `too-many-terms`.
 */
export async function recordTokens(
  terms: Iterable<string>,
  { maxTerms = MAX_TERMS, ...options }: TokenOptions = {},
): Promise<PricedTokens> {
  const start = performance.now();
  return withSource(options, async (source) => {
    const table = await termTokens(terms, source, (size) => checkSize(size, maxTerms));
    const milliseconds = performance.now() - start;
    return { tokenOf: (term) => table.tokenOf(term), terms: table.size, milliseconds };
  });
}

function checkSize(size: number, maxTerms: number): void {
  if (size <= maxTerms) return;
  throw new CommandError("too-many-terms", `the records make more than ${maxTerms} different terms; split the inputs.`);
}

/** Milliseconds that each of these terms takes. Throws CommandError as `recordTokens` does. */
export async function millisecondsPerTerm(terms: readonly string[], options: TokenOptions): Promise<number> {
  return withSource({ ...options, journal: undefined }, async (source) => {
    // The first batch also starts the threads.
    await source.tokensOf(terms.slice(0, 1));
    const start = performance.now();
    await termTokens(terms, source);
    return (performance.now() - start) / terms.length;
  });
}

async function withSource<Result>(
  { connection, journal, onResume, isBlinded = false }: TokenOptions,
  use: (source: TermSource) => Promise<Result>,
): Promise<Result> {
  const pool = new PrfPool(THREADS);
  try {
    return await asCommandError(async () => {
      if (connection) {
        const operators = await connectPrf({ ...connection, fetch });
        const source = operatorSource(pool, operators);
        if (journal === undefined) return use(source);
        const { endpoint, connectorKey: secret } = connection;
        const kept = new TokenJournal(journal, { endpoint, site: operators.site, epoch: operators.epoch, secret });
        if (kept.size > 0) onResume?.(kept.size);
        return use(kept.over(source));
      }
      return use(isBlinded ? operatorSource(pool, localOperators(pool)) : localSource(pool));
    });
  } finally {
    await pool.close();
  }
}
