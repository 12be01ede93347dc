import type { CommandErrorCode } from "./command-error-advice.ts";

export type { CommandErrorCode };

/** A failed call of `sedge`: a stable code and one sentence for the user. The command exits with 2. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: CommandErrorCode;
  /** Further lines for the user, such as the errors of other rows. */
  readonly others: readonly string[];

  constructor(code: CommandErrorCode, sentence: string, others: readonly string[] = []) {
    super(`${code}: ${sentence}`);
    this.code = code;
    this.others = others;
  }

  /** The same error with further lines. */
  with(others: readonly string[]): CommandError {
    return new CommandError(this.code, this.message.slice(this.code.length + 2), others);
  }
}
