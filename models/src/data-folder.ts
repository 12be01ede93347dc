import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository's root. */
const root = resolve(import.meta.dirname, "..", "..");

/** The only message if the public data sets are missing. */
export const NO_DATA = "skipped, no data";

/** Path of a dataset below SEDGE_DATA (default `../shared/datasets`, from the repository), or undefined if it is not there. */
export function dataFile(...path: readonly string[]): string | undefined {
  const file = join(resolve(root, process.env["SEDGE_DATA"] ?? join("..", "shared", "datasets")), ...path);
  return existsSync(file) ? file : undefined;
}
