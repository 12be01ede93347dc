const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs synchronous work that must not be interrupted. Signals that arrive meanwhile take effect afterwards. */
export function heldSignals<Result>(work: () => Result): Result {
  const ignore = () => undefined;
  for (const signal of SIGNALS) process.on(signal, ignore);
  try {
    return work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, ignore);
  }
}
