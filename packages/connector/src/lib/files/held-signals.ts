const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs what must not end halfway. Signals that come meanwhile are too late and change nothing: the work is synchronous
 * and takes moments.
 */
export function heldSignals<Result>(work: () => Result): Result {
  const ignore = () => undefined;
  for (const signal of SIGNALS) process.on(signal, ignore);
  try {
    return work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, ignore);
  }
}
