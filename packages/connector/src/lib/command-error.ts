import type { CommandErrorCode } from "./command-error-advice.ts";

export type { CommandErrorCode };

/** A failed call of `sedge`: a stable code and one sentence for the user. The command exits with 2. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}
