import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

/** A step of a task: a command from node_modules/.bin with its arguments. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Folder to run it in, relative to the repository's root. Default: the root. */
  readonly folder?: string;
  /** Names of the steps that must pass first. */
  readonly after?: readonly string[];
}

const ended = (name: string, isOk: boolean, startedAt: number) =>
  `── ${name}: ${isOk ? "ok" : "FAILED"} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/**
 * Runs a step with its output on the terminal. Returns whether it exited with 0. Progress lines go to stderr, because the
 * step's output may be JSON for another program.
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

/** Runs a step and prints its output at the end. Resolves to whether it exited with 0. */
async function runBuffered({ name, command: [program, ...args], env, folder = "." }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd: join(root, folder),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  let status: unknown;
  try {
    [status] = await once(child, "close");
  } catch (error) {
    output.push(Buffer.from(`${program} did not start: ${String(error)}\n`));
  }
  console.error(`\n── ${name}`);
  process.stderr.write(Buffer.concat(output));
  console.error(ended(name, status === 0, startedAt));
  return status === 0;
}

/** Number of steps that run in parallel: one more than there are cores, because each waits now and then. Memory bounds it. */
const PARALLEL_STEPS = Math.min(4, availableParallelism() + 1);

/**
 * Runs steps in parallel, in the order of the list. A step waits for the steps in its `after`, and does not run if one of them
 * failed. Resolves to the steps that failed or did not run.
 */
export async function runSideBySide(steps: readonly Step[]): Promise<Step[]> {
  const waiting = [...steps];
  const running = new Set<Promise<void>>();
  const passed = new Set<string>();
  const failed: Step[] = [];
  const listed = new Set(steps.map(({ name }) => name));
  const isReady = ({ after = [] }: Step) => after.every((name) => passed.has(name) || !listed.has(name));
  const isBlocked = ({ after = [] }: Step) => failed.some(({ name }) => after.includes(name));
  const run = async (step: Step) => {
    if (await runBuffered(step)) passed.add(step.name);
    else failed.push(step);
  };
  while (waiting.length + running.size > 0) {
    for (const step of waiting.filter(isBlocked)) {
      console.error(`\n── ${step.name}: not run, because a step that it needs failed`);
      waiting.splice(waiting.indexOf(step), 1);
      failed.push(step);
    }
    const next = running.size < PARALLEL_STEPS ? waiting.findIndex(isReady) : -1;
    const [step] = next === -1 ? [] : waiting.splice(next, 1);
    if (step) {
      const job = run(step).finally(() => running.delete(job));
      running.add(job);
    } else if (running.size > 0) {
      await Promise.race(running);
    } else if (waiting.length > 0 && !waiting.some(isBlocked)) {
      throw new Error(`These steps wait for each other: ${waiting.map(({ name }) => name).join(", ")}.`);
    }
  }
  return failed;
}
