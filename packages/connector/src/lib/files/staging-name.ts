import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Purpose of a staged path: the new content, or the old content during the replacement. */
type Stage = "new" | "old";

/** A hidden path next to `target`, on the same disk, that this process writes first and then renames. */
export function stagingName(target: string, stage: Stage, pid = process.pid): string {
  return join(dirname(target), `.${basename(target)}.sedge-${stage}-${pid}`);
}

/**
 * Removes files that a killed process left next to `target`. Restores content that it had moved away but not replaced.
 */
export function clearStages(target: string): void {
  const folder = dirname(target);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, stage, pid] = /\.sedge-(new|old)-(\d+)$/.exec(name) ?? [];
    if ((stage !== "new" && stage !== "old") || pid === undefined || isAlive(Number(pid))) continue;
    const path = join(folder, name);
    if (path !== stagingName(target, stage, Number(pid))) continue;
    if (stage === "old" && !existsSync(target)) renameSync(path, target);
    else rmSync(path, { recursive: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process exists and may not be signalled.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
