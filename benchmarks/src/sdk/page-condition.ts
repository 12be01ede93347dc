/** A page or a worker of a browser. */
export interface Place {
  evaluate(expression: string): Promise<unknown>;
}

const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Waits until the expression is true in a page or a worker. Polls from outside: waiting inside the page would need `eval`, which
 * the shop's Content-Security-Policy forbids. @throws Error that names the expression.
 */
export async function until(place: Place, expression: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    if ((await place.evaluate(`Boolean(${expression})`)) === true) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`not within ${PATIENCE_MS / 1_000} s: ${expression}`);
}

/** Waits until the page's SDK has measured its backends. It does not change them afterwards. */
export async function untilMeasured(page: Place): Promise<void> {
  await until(page, "Object.keys(window.sedge?.status?.().backend?.medianMs ?? {}).length > 0");
}
