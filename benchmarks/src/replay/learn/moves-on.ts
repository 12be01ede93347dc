import { PATIENCE_MS, type Visitor } from "../visitor.ts";

/** An edge goes by what it has read for a minute, an open page by one manifest for five: both, and time to spare. */
const OPEN_PAGE_MS = 420_000;
const POLL_MS = 2_000;

/** Asks a page for its cluster until it is of `generation`. @returns The generation that it was told last. */
export async function movesOn(visitor: Visitor, generation: number, patienceMs = OPEN_PAGE_MS): Promise<number> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const told = (await visitor.askCluster()).generation;
    if (told === generation || performance.now() > until) return told;
    await visitor.page.waitForTimeout(POLL_MS);
  }
}

/** Waits until the edge itself serves `generation`, as a page that asks before would go by the last one for minutes. */
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
