import { CommandError, type Terminal } from "@sedge/connector/command-line";
import { evalCommand } from "./eval-command.ts";
import { predictCommand } from "./predict-command.ts";
import { trainCommand } from "./train-command.ts";

const MODELS_USAGE = `sedge models train TASK | eval DIR | predict DIR

Trains, measures and applies models: the shipped ones, and a site's own from a CSV file.

  train    make a model from data                     sedge models train --help
  eval     measure a model on labelled rows           sedge models eval --help
  predict  apply a model to rows                      sedge models predict --help`;

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
      throw new CommandError(
        "bad-call",
        `there is no command "models ${name}"; the commands are train, eval and predict.`,
      );
  }
}
