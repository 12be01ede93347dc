/** Seconds since 1970 by the edge's clock, as far as it has said how far this machine's is off. */
export class EdgeClock {
  #offset = 0;

  now(): number {
    return Math.floor(Date.now() / 1_000) + this.#offset;
  }

  /** How many seconds this machine's clock is behind the edge's; negative: ahead of it. */
  get offsetSeconds(): number {
    return this.#offset;
  }

  /** @param now - What the edge says the time is. */
  correct(now: number): void {
    this.#offset += now - this.now();
  }
}
