/** An error with a stable code, which a page may act on, and one sentence for people. It holds nothing of a visitor. */
export class SedgeError extends Error {
  override readonly name = "SedgeError";
  /** Stable, lower case with hyphens, such as `consent-required`. */
  readonly code: string;

  constructor(code: string, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}
