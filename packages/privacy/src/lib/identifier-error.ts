/** One a kind: `bad-email`, `bad-phone`, `bad-loyalty`, `bad-account`. */
export type IdentifierErrorCode = "bad-email" | "bad-phone" | "bad-loyalty" | "bad-account";

/** Why an identifier was refused. Never contains the value, so that it may be logged. */
export class IdentifierError extends Error {
  override readonly name = "IdentifierError";
  readonly code: IdentifierErrorCode;

  constructor(code: IdentifierErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
