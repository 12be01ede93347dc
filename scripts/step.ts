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
  /** Names of the steps that must have passed first. */
  readonly after?: readonly string[];
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

/** Lanes that steps run in side by side: one for each core of the machines that this is run on. */
const LANES = 2;

/**
 * Runs steps side by side, the first in the list first. A step waits for those that it comes after, and is not run when one of
 * them failed. Resolves to the steps that failed or did not run.
 */
export async function runSideBySide(steps: readonly Step[]): Promise<Step[]> {
  const waiting = [...steps];
  const running = new Set<Promise<void>>();
  const passed = new Set<string>();
  const failed: Step[] = [];
  const listed = new Set(steps.map(({ name }) => name));
  const isReady = ({ after = [] }: Step) => after.every((name) => passed.has(name) || !listed.has(name));
  const isHopeless = ({ after = [] }: Step) => failed.some(({ name }) => after.includes(name));
  const run = async (step: Step) => {
    if (await runApart(step)) passed.add(step.name);
    else failed.push(step);
  };
  while (waiting.length + running.size > 0) {
    for (const step of waiting.filter(isHopeless)) {
      console.error(`\n── ${step.name}: not run, as a step that it needs failed`);
      waiting.splice(waiting.indexOf(step), 1);
      failed.push(step);
    }
    const next = running.size < LANES ? waiting.findIndex(isReady) : -1;
    const [step] = next === -1 ? [] : waiting.splice(next, 1);
    if (step) {
      const job = run(step).finally(() => running.delete(job));
      running.add(job);
    } else if (running.size > 0) {
      await Promise.race(running);
    } else if (waiting.length > 0 && !waiting.some(isHopeless)) {
      throw new Error(`These steps wait for each other: ${waiting.map(({ name }) => name).join(", ")}.`);
    }
  }
  return failed;
}
