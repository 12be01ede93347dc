/** Median milliseconds of repeated work, after the same number of untimed runs. */
export async function medianMs(work: () => Promise<unknown>, times: number): Promise<number> {
  for (let turn = 0; turn < times; turn += 1) await work();
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  return taken.toSorted((a, b) => a - b)[times >> 1] ?? Number.NaN;
}
