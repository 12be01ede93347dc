import { PrfError } from "@sedge/privacy/prf";
import { CommandError } from "../command-error.ts";
import { OperatorsError } from "./operators-error.ts";

/** What a command asks of the operators. @throws CommandError `operators-failed` or `bad-proof` for what is wrong with them */
export async function asCommandError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PrfError) {
      throw new CommandError("bad-proof", `the operators' answer is refused: ${error.message}`);
    }
    if (error instanceof OperatorsError) throw new CommandError("operators-failed", `${error.code}: ${error.message}`);
    throw error;
  }
}
