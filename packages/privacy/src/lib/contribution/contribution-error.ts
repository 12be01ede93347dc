/**
 * - `malformed-share`: bytes of another length than the round's, or an element outside the field.
 * - `unlike-sums`: sums of different shapes were put together.
 */
export type ContributionErrorCode = "malformed-share" | "unlike-sums";

/** Why a share or a sum was refused. Says nothing of the values. */
export class ContributionError extends Error {
  override readonly name = "ContributionError";
  readonly code: ContributionErrorCode;

  constructor(code: ContributionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
