/** Gives that many cryptographically secure random bytes: `(n) => crypto.getRandomValues(new Uint8Array(n))`. */
export type RandomSource = (bytes: number) => Uint8Array;

/** The same source in the shape that noble takes, whose own default for the count is 32. */
export function nobleRandom(random: RandomSource): (bytes?: number) => Uint8Array<ArrayBuffer> {
  return (bytes = 32) => new Uint8Array(random(bytes));
}
