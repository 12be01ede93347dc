import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { usageOf } from "../packages/connector/src/command-line.ts";
import { SHIPPED_TASKS } from "../packages/cli/src/lib/models/shipped-tasks.ts";
import { refuse } from "./task-call.ts";

const COMMANDS = ["train", "eval", "plot"];
const args = process.argv.slice(2);
const [command, model] = args;
if (command === undefined || args.includes("--help") || args.includes("-h")) {
  console.log(
    usageOf("npm run models --", {
      positional: "COMMAND [MODEL]",
      purpose:
        "Trains the shipped models from their public data (in the folder SEDGE_DATA), measures them, and draws their plots.",
      options: [],
      notes: `Commands:
  train MODEL  train one model, or all of them with "all"
  eval         measure every model on held-out rows
  plot         draw the reliability plots of the model cards

Models: ${SHIPPED_TASKS.join(", ")}, all.`,
      examples: ["train emotion", "eval"],
    }),
  );
  process.exit(0);
}
if (command.startsWith("-")) refuse(`${command} is not an option of this command; see --help.`);
if (!COMMANDS.includes(command)) {
  refuse(`there is no command "${command}"; the commands are ${COMMANDS.join(", ")}.`);
}
if (command === "train" && ![...SHIPPED_TASKS, "all"].includes(model ?? "")) {
  refuse(`train takes a model, not "${model ?? ""}"; the models are ${SHIPPED_TASKS.join(", ")}, all.`);
}
const cli = join(import.meta.dirname, "..", "models", "src", "cli.ts");
const { status } = spawnSync(process.execPath, [cli, ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
