import { CommandError, type Terminal } from "@sedge/connector/command-line";
import { evalCommand } from "./eval-command.ts";
import { predictCommand } from "./predict-command.ts";
import { trainCommand } from "./train-command.ts";
import { MODELS_USAGE } from "./usage.ts";

/** `sedge models …`. */
export async function modelsCommand([name, ...args]: readonly string[], terminal: Terminal): Promise<void> {
  switch (name) {
    case "train":
      return trainCommand(args, terminal);
    case "eval":
      return evalCommand(args, terminal);
    case "predict":
      return predictCommand(args, terminal);
    case undefined:
    case "--help":
      return terminal.out(MODELS_USAGE);
    default:
      throw new CommandError("bad-call", `there is no command "models ${name}"; there are train, eval and predict.`);
  }
}
