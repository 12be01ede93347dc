/**
 * The five rows of the promise: everything that can leave a device. There is no sixth.
 *
 * - `blinded-identifier` (1): a random group element, independent of the identifier inside.
 * - `link-token` (2): the PRF's output, with a signature.
 * - `codeword` (3): the path of a public codebook's cell, truncated by the device to at least k people.
 * - `contribution-shares` (4): two shares of one contribution.
 * - `consent-receipt` (5): purposes and day; except with a vote, the name of the privacy text; where a token signs, also its hash and how consent was given.
 */
export const PROMISE_ROWS = {
  "blinded-identifier": 1,
  "link-token": 2,
  codeword: 3,
  "contribution-shares": 4,
  "consent-receipt": 5,
} as const;
export type PromiseRow = keyof typeof PROMISE_ROWS;
