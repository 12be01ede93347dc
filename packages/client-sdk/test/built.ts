import { spawnSync } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Builds dist before the browser tests, if a source is newer than it. */
export function setup(): void {
  const built = join(root, "dist/script/integrity.json");
  const globs = [
    "build.ts",
    "src/**/*.ts",
    "../{protocol,features,privacy}/src/**/*.ts",
    "../../models/*/manifest.json",
  ];
  const sources = globSync(globs, { cwd: root });
  const newest = Math.max(...sources.map((file) => statSync(join(root, file)).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["build.ts"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`build.ts failed:\n${stdout}\n${stderr}`);
}
