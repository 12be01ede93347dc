import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CommandError } from "../command-error.ts";
import { codeOf } from "./replace-file.ts";
import { clearStages, stagingName } from "./staging-name.ts";

/** Lines written in one call. */
const BATCH = 512;

/**
 * Writes a file line by line, with a few hundred lines in memory, and replaces an existing file only after the last
 * line.
 *
 * @returns The number of lines.
 * @throws CommandError `unwritable`; whatever `lines` throws. The existing file is then unchanged.
 */
export async function replaceFileByLines(file: string, lines: AsyncIterable<string>): Promise<number> {
  const target = resolve(file);
  const staged = stagingName(target, "new");
  const handle = attempt(file, () => {
    mkdirSync(dirname(target), { recursive: true });
    clearStages(target);
    return openSync(staged, "w");
  });
  let count = 0;
  try {
    try {
      let batch: string[] = [];
      const write = () => attempt(file, () => writeSync(handle, batch.map((line) => `${line}\n`).join("")));
      for await (const line of lines) {
        count += 1;
        batch.push(line);
        if (batch.length < BATCH) continue;
        write();
        batch = [];
      }
      write();
      attempt(file, () => fsyncSync(handle));
    } finally {
      closeSync(handle);
    }
    attempt(file, () => renameSync(staged, target));
    return count;
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
}

function attempt<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new CommandError("unwritable", `${file} cannot be written (${codeOf(error)}).`);
  }
}
