import { IdentifierError } from "./identifier-error.ts";

/** 4 to 64 visible characters: fewer are guessed by trying, more are not a number but a text. */
const LOYALTY_NUMBER = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]{4,64}$/u;

/**
 * A loyalty number's one spelling: NFKC, upper case, without spaces and hyphens of any kind.
 *
 * @throws IdentifierError `bad-loyalty` unless 4 to 64 letters, digits and marks such as `.`, `/` or `#` remain.
 */
export function normaliseLoyalty(text: string): string {
  const folded = text.normalize("NFKC").toUpperCase();
  // Upper case and what is taken out can undo the normal form, so it is made once more.
  const number = folded.replace(/[\s\p{Dash}\p{Cf}]/gu, "").normalize("NFKC");
  if (!LOYALTY_NUMBER.test(number)) {
    throw new IdentifierError("bad-loyalty", "A loyalty number has 4 to 64 letters, digits or marks.");
  }
  return number;
}
