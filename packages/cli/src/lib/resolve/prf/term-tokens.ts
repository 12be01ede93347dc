import type { TermSource } from "./term-source.ts";
import { TermTable, TOKEN_BYTES } from "./term-table.ts";

/** Batches in flight at once: enough to keep both threads and an operator's network busy. */
const BATCHES_AT_ONCE = 4;

/**
 * The record token of each term. Every distinct term is evaluated once, while the next terms are read, so that no list of
 * all terms is kept.
 *
 * @param terms - Terms, with repeats.
 * @param onSize - Called with the number of distinct terms before each batch; throws to end the run.
 * @throws Whatever the source and `onSize` throw.
 */
export async function termTokens(
  terms: Iterable<string>,
  { maxTerms, tokensOf }: TermSource,
  onSize: (terms: number) => void = () => undefined,
): Promise<TermTable> {
  const table = new TermTable();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let batch: string[] = [];
  let start = 0;
  const evaluate = async (first: number, part: readonly string[]) => {
    const tokens = await tokensOf(part);
    part.forEach((_, at) => table.write(first + at, tokens.subarray(at * TOKEN_BYTES, (at + 1) * TOKEN_BYTES)));
  };
  const send = async () => {
    onSize(table.size);
    const job: Promise<void> = evaluate(start, batch)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(job));
    running.add(job);
    [start, batch] = [table.size, []];
    if (running.size >= BATCHES_AT_ONCE) await Promise.race(running);
    if (failures.length > 0) throw failures[0];
  };
  for (const term of terms) {
    if (!table.add(term).isNew) continue;
    batch.push(term);
    if (batch.length === maxTerms) await send();
  }
  if (batch.length > 0) await send();
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return table;
}
