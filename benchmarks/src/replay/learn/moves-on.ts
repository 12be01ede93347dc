import { PATIENCE_MS, type Visitor } from "../visitor.ts";

/** The edge caches for one minute and an open page for five. The timeout adds a margin to both. */
const OPEN_PAGE_MS = 420_000;
const POLL_MS = 2_000;

/** Asks a page for its cluster until it has `generation`. @returns The last generation of the page. */
export async function movesOn(visitor: Visitor, generation: number, patienceMs = OPEN_PAGE_MS): Promise<number> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const latest = (await visitor.askCluster()).generation;
    if (latest === generation || performance.now() > until) return latest;
    await visitor.page.waitForTimeout(POLL_MS);
  }
}

/** Waits until the edge serves `generation`: a page that asks earlier caches the previous one for minutes. */
export async function isServed(
  served: () => Promise<{ readonly generation: number }>,
  generation: number,
): Promise<void> {
  const until = performance.now() + 4 * PATIENCE_MS;
  while ((await served()).generation !== generation) {
    if (performance.now() > until) throw new Error(`The edge does not serve generation ${generation}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
