import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CommandError } from "@sedge/connector/command-line";
import { clearStages, codeOf, heldSignals, stagingName } from "@sedge/connector/files";

/** Files of a folder by name. */
export type FolderContent = Readonly<Record<string, Uint8Array | string>>;

/**
 * Writes a folder with exactly these files, atomically, replacing an existing one: writes them aside and renames.
 * Throws CommandError `unwritable`, with the existing folder unchanged.
 */
export function replaceFolder(folder: string, content: FolderContent): void {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const [staged, old] = [stagingName(target, "new"), stagingName(target, "old")];
  heldSignals(() => {
    try {
      mkdirSync(dirname(target), { recursive: true });
      clearStages(target);
      mkdirSync(staged);
      for (const [name, bytes] of Object.entries(content)) writeFileSync(join(staged, name), bytes, { flush: true });
      if (existsSync(target)) renameSync(target, old);
      renameSync(staged, target);
      rmSync(old, { recursive: true, force: true });
    } catch (error) {
      rmSync(staged, { recursive: true, force: true });
      if (existsSync(old) && !existsSync(target)) renameSync(old, target);
      throw new CommandError("unwritable", `${folder} cannot be written (${codeOf(error)}).`);
    }
  });
}
