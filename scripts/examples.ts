import { spawnSync } from "node:child_process";
import { root } from "./step.ts";

const { status } = spawnSync("node", ["e2e/src/examples/command.ts", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
