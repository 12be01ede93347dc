import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

/** One thing that a task does: a command of node_modules/.bin with its arguments. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Folder below the repository's root to run it in; default: the root. */
  readonly folder?: string;
}

/**
 * Runs a step with its output on the terminal. Returns whether it exited with 0. What this adds goes to stderr, as a
 * step's last line of output may be JSON for a program to read.
 */
export function runStep({ name, command: [program, ...args], env, folder = "." }: Step): boolean {
  const startedAt = performance.now();
  console.error(`\n── ${name}`);
  const { status, error } = spawnSync(program, args, {
    cwd: join(root, folder),
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (error) console.error(`${program} did not start: ${error.message}`);
  console.error(
    `── ${name}: ${status === 0 ? "ok" : "FAILED"} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}
