import { quantile } from "../../replay/quantile.ts";

/** A sample lasts at least this long, in milliseconds: pages that are not isolated have a clock of 0.1 ms. */
const MIN_SAMPLE_MS = 5;

/**
 * Median milliseconds of one `run`, from samples of as many runs as it takes to be longer than the clock's grain, until
 * `budgetMs` are over. At least three samples.
 */
export async function medianRunMs(run: () => Promise<unknown>, budgetMs: number, now: () => number): Promise<number> {
  const samples: number[] = [];
  const end = now() + budgetMs;
  let runs = 1;
  while (samples.length < 3 || now() < end) {
    const start = now();
    for (let count = 0; count < runs; count++) await run();
    const lasted = now() - start;
    if (lasted < MIN_SAMPLE_MS) runs *= 2;
    else samples.push(lasted / runs);
  }
  return quantile(samples, 0.5) ?? Number.NaN;
}
