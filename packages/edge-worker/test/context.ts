/** An execution context that keeps what is left for later, so that a test can wait for it. */
export function executionContext() {
  const later: Promise<unknown>[] = [];
  return {
    waitUntil: (work: Promise<unknown>) => {
      later.push(work);
    },
    passThroughOnException: () => undefined,
    props: {},
    settled: () => Promise.all(later),
  };
}
