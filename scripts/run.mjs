// The entry point of every npm script: plain JavaScript for Node 20, so that it runs before anything is installed. It installs
// missing dependencies with pnpm, then runs scripts/<task>.ts with the project's own Node.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { delimiter, join } from "node:path";

const PNPM = "pnpm@12.21.0";
const root = join(import.meta.dirname, "..");
const [task, ...args] = process.argv.slice(2);
const script = join(root, "scripts", `${task}.ts`);
if (!task || !existsSync(script)) {
  console.error(`sedge: no task "${task ?? ""}"; package.json lists them.`);
  process.exit(2);
}

function run(command, commandArgs, env = process.env) {
  const { status, error } = spawnSync(command, commandArgs, { cwd: root, stdio: "inherit", env });
  if (error) console.error(`sedge: ${command} did not start: ${error.message}`);
  return status ?? 1;
}

const lock = createHash("sha256")
  .update(readFileSync(join(root, "pnpm-lock.yaml")))
  .digest("hex");
const stamp = join(root, "node_modules", ".sedge-installed");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  console.log("Installing dependencies (once, about a minute) …");
  const status = run("npx", ["--yes", PNPM, "install", "--frozen-lockfile"]);
  if (status !== 0) {
    console.error("sedge: the installation failed. Fix the error shown above, then run the command again.");
    process.exit(status);
  }
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(stamp, lock);
}

const bin = join(root, "node_modules", ".bin");
const node = join(bin, "node");
process.exit(
  run(node, [script, ...args], {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    // Tests start hundreds of processes with the same code. Caching the compiled code halves the cost of each.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules", ".cache", "compiled"),
  }),
);
