/** The edge's time in seconds since 1970, from this machine's clock and the last offset that the edge reported. */
export class EdgeClock {
  #offset = 0;

  now(): number {
    return Math.floor(Date.now() / 1_000) + this.#offset;
  }

  /** How many seconds this machine's clock is behind the edge's; negative if ahead. */
  get offsetSeconds(): number {
    return this.#offset;
  }

  /** @param now - The time that the edge reported. */
  correct(now: number): void {
    this.#offset += now - this.now();
  }
}
