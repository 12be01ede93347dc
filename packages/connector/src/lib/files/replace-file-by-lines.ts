import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CommandError } from "../command-error.ts";
import { codeOf } from "./replace-file.ts";
import { clearStages, stagingName } from "./staging-name.ts";

/** Lines that are written at once. */
const BATCH = 512;

/**
 * Writes a file line by line as they come, of which some hundred are held, and puts it in the place of one that is there when
 * the last has come, and not before.
 *
 * @returns How many lines it has.
 * @throws CommandError `unwritable`; what `lines` throws, with nothing changed
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
