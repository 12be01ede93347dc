const MINUTE_MS = 60_000;

/**
 * The remaining requests for a site within the edge's limit per clock minute. The bench waits instead of raising the limit, so
 * that it measures the deployed configuration.
 */
export class SiteAllowance {
  readonly #mostPerMinute: number;
  #minute = -1;
  #sent = 0;

  constructor(mostPerMinute: number) {
    this.#mostPerMinute = mostPerMinute;
  }

  /** Records requests sent until `now`, in milliseconds since 1970. */
  spend(requests: number, now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    this.#sent = minute === this.#minute ? this.#sent + requests : requests;
    this.#minute = minute;
  }

  /** The wait before `requests` more may be sent, in milliseconds: 0, or until the next minute starts. */
  waitMs(requests: number, now: number): number {
    const isSame = Math.floor(now / MINUTE_MS) === this.#minute;
    return isSame && this.#sent + requests > this.#mostPerMinute ? MINUTE_MS - (now % MINUTE_MS) : 0;
  }
}
