import type { ProblemCode } from "@sedge/protocol";

/**
 * Why the operators could not be used: a problem's code as they gave it, or one of
 *
 * - `operators-unreachable`: no answer, however often it was tried.
 * - `not-an-operator`: what answered does not speak this protocol version.
 * - `aggregator-key-mismatch`: the manifest names another aggregator than the one that was pinned.
 */
export type OperatorsErrorCode = ProblemCode | "operators-unreachable" | "not-an-operator" | "aggregator-key-mismatch";

/** The operators refused, or can't be used. Holds nothing of what was asked. */
export class OperatorsError extends Error {
  override readonly name = "OperatorsError";
  readonly code: OperatorsErrorCode;
  /** Of `stale-request`: seconds since 1970 by the clock of who refused. */
  readonly now: number | undefined;

  constructor(code: OperatorsErrorCode, message: string, now?: number) {
    super(message);
    this.code = code;
    this.now = now;
  }
}
