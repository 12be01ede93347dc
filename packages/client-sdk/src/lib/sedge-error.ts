import type { SedgeErrorCode } from "./sedge-error-code.ts";

/** An error with a stable code that a page may act on, and one sentence for people. It contains nothing about the visitor. */
export class SedgeError extends Error {
  override readonly name = "SedgeError";
  /** Stable, such as `consent-required`; docs/errors.md lists cause and fix of each. */
  readonly code: SedgeErrorCode;

  constructor(code: SedgeErrorCode, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}
