import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CommandError } from "../command-error.ts";
import { heldSignals } from "./held-signals.ts";
import { clearStages, stagingName } from "./staging-name.ts";

/**
 * Writes a file atomically, replacing an existing one. Throws CommandError `unwritable`.
 * @param mode - File permissions; 0o600 makes it readable by its owner alone.
 */
export function replaceFile(file: string, content: string, mode = 0o666): void {
  const target = resolve(file);
  const staged = stagingName(target, "new");
  heldSignals(() => {
    try {
      mkdirSync(dirname(target), { recursive: true });
      clearStages(target);
      writeFileSync(staged, content, { flush: true, mode });
      renameSync(staged, target);
    } catch (error) {
      rmSync(staged, { force: true });
      throw new CommandError("unwritable", `${file} cannot be written (${codeOf(error)}).`);
    }
  });
}

/** The system's short error name, such as `EACCES`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
