import { mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";

const SHARED_MEMORY = "/dev/shm";
const GIB = 2 ** 30;
/** Several times what the tests write at a time. */
const LEAST_FREE = 2 * GIB;
/** Browsers and Workers need the rest. */
const LEAST_MEMORY = 6 * GIB;

/** Whether Linux has a folder in memory here, with room, whose files may be executed. */
function hasMemoryFolder(): boolean {
  if (process.platform !== "linux" || freemem() < LEAST_MEMORY) return false;
  try {
    const mount = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .find((line) => line.includes(` ${SHARED_MEMORY} tmpfs `));
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    return mount !== undefined && !/[ ,]noexec[ ,]/.test(mount) && bavail * bsize >= LEAST_FREE;
  } catch {
    return false;
  }
}

/**
 * A temporary folder for what tests write, deleted when this process ends. In memory where that is possible: databases that only tests
 * read then wait for no disk, which took a quarter of the CPU time of the edge's tests, and most of the time that they waited.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(hasMemoryFolder() ? SHARED_MEMORY : tmpdir(), "sedge-test-"));
  process.once("exit", () => {
    try {
      rmSync(folder, { recursive: true, maxRetries: 3 });
    } catch (error) {
      console.error(`The temporary folder ${folder} is still in use: ${String(error)}`);
    }
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  return folder;
}
