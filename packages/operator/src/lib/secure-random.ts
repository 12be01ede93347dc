/** That many bytes of the platform's cryptographically secure random numbers. */
export function secureRandom(bytes: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(bytes));
}
