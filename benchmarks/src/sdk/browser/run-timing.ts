import { quantile } from "../../replay/quantile.ts";

/** Minimum duration of a sample, in milliseconds. Pages without isolation have a clock resolution of 0.1 ms. */
const MIN_SAMPLE_MS = 5;

/**
 * Median milliseconds of one `run`. Each sample has enough runs to exceed the clock's resolution. Takes samples until
 * `budgetMs` is used, and at least three.
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
