/** Adds up the time in which a page could be seen. Times are milliseconds of a steady clock. */
export class VisibleTime {
  #totalMs = 0;
  #since: number | null;

  constructor(visible: boolean, atMs: number) {
    this.#since = visible ? atMs : null;
  }

  change(visible: boolean, atMs: number): void {
    if (this.#since !== null) this.#totalMs += Math.max(0, atMs - this.#since);
    this.#since = visible ? atMs : null;
  }

  /** Seconds seen since the last call, or since the start. */
  takeSeconds(atMs: number): number {
    this.change(this.#since !== null, atMs);
    const seconds = this.#totalMs / 1_000;
    this.#totalMs = 0;
    return seconds;
  }
}
