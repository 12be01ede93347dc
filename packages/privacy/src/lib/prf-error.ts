/**
 * - `bad-group-element`: bytes that are not the canonical encoding of a ristretto255 element, or the identity.
 * - `bad-proof`: an operator did not prove that it used its published key for exactly the elements it was sent.
 */
export type PrfErrorCode = "bad-group-element" | "bad-proof";

/** Why an evaluation of the PRF was refused. Says nothing of the values. */
export class PrfError extends Error {
  override readonly name = "PrfError";
  readonly code: PrfErrorCode;

  constructor(code: PrfErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
