import type { ProblemCode } from "@sedge/protocol";
import { PrfError } from "@sedge/privacy/prf";
import { CommandError } from "../command-error.ts";

/**
 * Why a request to the operators failed: a problem code, or one of
 *
 * - `operators-unreachable`: no response to any attempt.
 * - `not-an-operator`: the endpoint does not speak this protocol version.
 * - `aggregator-key-mismatch`: the manifest names another aggregator than the pinned one.
 */
export type OperatorsErrorCode = ProblemCode | "operators-unreachable" | "not-an-operator" | "aggregator-key-mismatch";

/** The operators refused a request or could not be reached. Contains nothing of the request. */
export class OperatorsError extends Error {
  override readonly name = "OperatorsError";
  readonly code: OperatorsErrorCode;
  /** For `stale-request`: the operator's clock, in seconds since 1970. */
  readonly now: number | undefined;

  constructor(code: OperatorsErrorCode, message: string, now?: number) {
    super(message);
    this.code = code;
    this.now = now;
  }
}

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
