import { availableParallelism, cpus, loadavg } from "node:os";

/** The conditions of a run. A busy machine gives different figures than an idle one. */
export interface Conditions {
  readonly cpu: string;
  readonly cores: number;
  /** Load average of the minute before the bench. */
  readonly load: number;
  readonly node: string;
}

export function conditions(): Conditions {
  const cpu = cpus()[0]?.model ?? "unknown";
  return { cpu, cores: availableParallelism(), load: loadavg()[0] ?? 0, node: process.versions.node };
}

/** Load per core above which other processes affect the figures. */
const BUSY_SHARE = 0.35;

export function conditionsLine({ cpu, cores, load, node }: Conditions): string {
  const busy = load > cores * BUSY_SHARE ? ". The machine was busy; an idle one is faster" : "";
  return `${cores} cores (${cpu}), Node ${node}, load ${load.toFixed(1)} before the start${busy}`;
}
