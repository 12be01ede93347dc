import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "vitest";

const BINS = join(import.meta.dirname, "../../../node_modules/.bin");

/** Runs a program, and returns its output. Throws if it fails. */
export function run(program: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, PATH: `${BINS}${delimiter}${process.env["PATH"] ?? ""}` };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Packs packages, and installs them into an empty project in `folder` without a network. Returns the project's folder. */
export function packedProject(folder: string, packages: readonly string[]): string {
  const tarballs = packages.map((path) => join(folder, run("npm", ["pack", path, "--silent"], folder).trim()));
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true, "type": "module" }');
  run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", ...tarballs], project);
  return project;
}

/** Runs an installed command as Node does without type stripping. */
export function runInstalled(project: string, command: string, ...args: readonly string[]): string {
  const bin = join(project, "node_modules/.bin", command);
  return run(process.execPath, ["--no-experimental-strip-types", bin, ...args], project);
}

/** What our `lib` allows and Node 20 does not have. */
const NEWER_THAN_NODE_20 = /\b(?:(?:Map|Object)\.groupBy|Promise\.withResolvers|Atomics\.waitAsync)\b/;

/**
 * Checks a package as it is published (`dist`) and installed: `publint` and `attw` find no fault, its code runs on Node 20, and nothing
 * in it needs TypeScript, a workspace, or TensorFlow.js.
 */
export function expectSoundPackage(
  dist: string,
  installed: string,
  folder: string,
  attw: readonly string[] = [],
): void {
  run("publint", ["run", installed, "--strict", "--pack", "false"], folder);
  run("attw", ["--pack", dist, "--profile", "esm-only", ...attw], folder);
  expect(readFileSync(join(installed, "package.json"), "utf8")).not.toMatch(/workspace:|catalog:/);
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => /(?<!\.d)\.ts$|tensorflow|tfjs/i.test(file))).toEqual([]);
  const code = files.filter((file) => file.endsWith(".js"));
  expect(code.filter((file) => NEWER_THAN_NODE_20.test(readFileSync(join(installed, file), "utf8")))).toEqual([]);
}
