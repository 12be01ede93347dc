import { availableParallelism, cpus, loadavg } from "node:os";

/** Under what a bench ran; figures of a busy machine are not those of a quiet one. */
export interface Conditions {
  readonly cpu: string;
  readonly cores: number;
  /** Processes that ran or waited to run, mean of the minute before the bench. */
  readonly load: number;
  readonly node: string;
}

export function conditions(): Conditions {
  const cpu = cpus()[0]?.model ?? "unknown";
  return { cpu, cores: availableParallelism(), load: loadavg()[0] ?? 0, node: process.versions.node };
}

/** Above this share of the cores, something else was running, and the figures say less. */
const BUSY_SHARE = 0.35;

export function conditionsLine({ cpu, cores, load, node }: Conditions): string {
  const busy = load > cores * BUSY_SHARE ? " — others were running: a quiet machine is faster" : "";
  return `${cores} cores (${cpu}), Node ${node}, load ${load.toFixed(1)} before the start${busy}`;
}
