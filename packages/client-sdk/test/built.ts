import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashOfSources } from "../sources.ts";

const root = join(import.meta.dirname, "..");
/** Names every file of the bundle with its hash. */
const OUTPUT = "dist/script/integrity.json";
/** The inputs that a bundle was built from. Not in `dist`, all of which is published. */
const STAMP = join(root, "node_modules/.cache/sedge-built.sha256");

function stamp(): string {
  return hashOfSources("../../models/*/*.bin", OUTPUT).digest("hex");
}

/** Whether `dist` was built from the sources as they are now. */
function isFresh(): boolean {
  return existsSync(join(root, OUTPUT)) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp();
}

/**
 * Builds `dist`, unless it was built from these very sources, so that no browser test runs an old bundle. SEDGE_WITHOUT_BUILD=1 is for a run
 * of unit tests alone (`npm run mutants`).
 */
export function setup(): void {
  if (process.env["SEDGE_WITHOUT_BUILD"] === "1" || isFresh()) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["build.ts"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`The client SDK does not build, so no test of it can run:\n${stdout}\n${stderr}`);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, stamp());
  process.stdout.write(stdout);
}

if (import.meta.main) setup();
