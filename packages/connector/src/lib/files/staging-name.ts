import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What a staged path is for: the new content, or the old one while it is replaced. */
type Stage = "new" | "old";

/** A hidden path beside `target`, on the same disk, that this process writes first and renames then. */
export function stagingName(target: string, stage: Stage, pid = process.pid): string {
  return join(dirname(target), `.${basename(target)}.sedge-${stage}-${pid}`);
}

/**
 * Clears what a process that was killed has left beside `target`. What it had moved aside and not yet replaced is put
 * back.
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
    // Without the right to signal it (EPERM), it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
