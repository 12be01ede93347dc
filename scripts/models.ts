// npm run models -- train all | train <name> | eval: runs the models' command.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const cli = join(import.meta.dirname, "..", "models", "src", "cli.ts");
const { status } = spawnSync(process.execPath, [cli, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = status ?? 1;
