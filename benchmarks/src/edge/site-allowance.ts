const MINUTE_MS = 60_000;

/**
 * How many more requests a site may be sent within the edge's own limit, which counts by the minute of the clock. The
 * bench waits rather than have the limit raised: what is measured is what is deployed.
 */
export class SiteAllowance {
  readonly #mostPerMinute: number;
  #minute = -1;
  #sent = 0;

  constructor(mostPerMinute: number) {
    this.#mostPerMinute = mostPerMinute;
  }

  /** Takes note of requests sent until `now`, in milliseconds since 1970. */
  spend(requests: number, now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    this.#sent = minute === this.#minute ? this.#sent + requests : requests;
    this.#minute = minute;
  }

  /** How long to wait before `requests` more may be sent, in milliseconds: 0, or until the next minute begins. */
  waitMs(requests: number, now: number): number {
    const isSame = Math.floor(now / MINUTE_MS) === this.#minute;
    return isSame && this.#sent + requests > this.#mostPerMinute ? MINUTE_MS - (now % MINUTE_MS) : 0;
  }
}
