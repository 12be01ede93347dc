import { CommandError } from "../command-error.ts";
import { ownFiles } from "./model-files.ts";

/** Refuses to write into a folder that holds anything but a model. Throws CommandError `foreign-folder`. */
export function checkFolder(folder: string): void {
  if (ownFiles(folder)) return;
  throw new CommandError("foreign-folder", `${folder} is there and is no model; nothing in it was touched.`);
}
