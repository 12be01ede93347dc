/**
 * - `bad-key`: the bytes are not a public key of the seal's curve.
 * - `unreadable`: the bytes were not sealed to this key for this site, round, report and ballot.
 */
export type SealErrorCode = "bad-key" | "unreadable";

/** Why a share could not be sealed or opened. Says nothing of the content. */
export class SealError extends Error {
  override readonly name = "SealError";
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
