import { COMPARISONS } from "./comparison.ts";

/** Level numbers of a comparison: missing, its levels, differs. */
const RADIX = COMPARISONS.map(({ levels }) => levels.length + 2);

/** How often each pattern of levels was seen. Pairs are many, patterns few. */
export class LikenessTally {
  readonly #counts = new Map<number, number>();
  /** How many pairs it has seen. */
  size = 0;

  /** Counts one pair. */
  add(levels: ArrayLike<number>): void {
    let key = 0;
    for (let comparison = 0; comparison < RADIX.length; comparison++) {
      key = key * (RADIX[comparison] ?? 1) + (levels[comparison] ?? 0);
    }
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.size++;
  }

  /** Every pattern with its count, in an order that does not depend on that of the pairs. */
  patterns(): { levels: Uint8Array; count: number }[] {
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .map(([key, count]) => {
        const levels = new Uint8Array(RADIX.length);
        let rest = key;
        for (let comparison = RADIX.length - 1; comparison >= 0; comparison--) {
          const radix = RADIX[comparison] ?? 1;
          levels[comparison] = rest % radix;
          rest = Math.floor(rest / radix);
        }
        return { levels, count };
      });
  }
}
