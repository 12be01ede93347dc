import { PrfError } from "@sedge/privacy/prf";
import { CommandError } from "../command-error.ts";
import { OperatorsError } from "./operators-error.ts";

/** Runs requests to the operators and converts their errors. @throws CommandError `operators-failed` or `bad-proof` */
export async function asCommandError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PrfError) {
      throw new CommandError("bad-proof", `the operators' response is invalid: ${error.message}`);
    }
    if (error instanceof OperatorsError) throw new CommandError("operators-failed", `${error.code}: ${error.message}`);
    throw error;
  }
}
