import { type ElementLimits, spend, type Spending, type Spent } from "./element-window.ts";

/** Most addresses counted at once, 10 MB. Beyond that, the oldest are dropped first. */
const MAX_ADDRESSES = 50_000;

/**
 * What each network address has spent, in memory alone: nothing of an address is ever written. Addresses come as keyed
 * digests whose key changes with the day, and yesterday's are dropped.
 */
export class AddressMemory {
  #day = 0;
  readonly #spent = new Map<string, Spent>();

  /** @param digest - What `addressDigest` gave for today. */
  spend(digest: string, elements: number, limits: ElementLimits, now: number): Spending {
    const spending = spend(this.#spent.get(digest), elements, limits, now);
    if (spending.spent.day !== this.#day) this.#spent.clear();
    this.#day = spending.spent.day;
    if (this.#spent.size >= MAX_ADDRESSES && !this.#spent.has(digest)) {
      const [oldest = ""] = this.#spent.keys();
      this.#spent.delete(oldest);
    }
    this.#spent.set(digest, spending.spent);
    return spending;
  }

  /** How many addresses are counted, and how many of them were refused something. */
  report(): { counted: number; refused: number } {
    const refused = [...this.#spent.values()].filter((spent) => spent.refused > 0).length;
    return { counted: this.#spent.size, refused };
  }
}
