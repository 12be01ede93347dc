import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
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

const ended = (name: string, isOk: boolean, startedAt: number) =>
  `── ${name}: ${isOk ? "ok" : "FAILED"} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

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
  console.error(ended(name, status === 0, startedAt));
  return status === 0;
}

/** Runs a step and prints all that it said when it has ended. Resolves to whether it exited with 0. */
async function runApart({ name, command: [program, ...args], env, folder = "." }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd: join(root, folder),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  let status: unknown;
  try {
    [status] = await once(child, "close");
  } catch (error) {
    said.push(Buffer.from(`${program} did not start: ${String(error)}\n`));
  }
  console.error(`\n── ${name}`);
  process.stderr.write(Buffer.concat(said));
  console.error(ended(name, status === 0, startedAt));
  return status === 0;
}

/** Runs steps side by side, as many as the cores that a machine of ours has. Resolves to those that failed. */
export async function runSideBySide(steps: readonly Step[]): Promise<Step[]> {
  const waiting = [...steps];
  const failed: Step[] = [];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await runApart(step))) failed.push(step);
  };
  await Promise.all([lane(), lane()]);
  return failed;
}
