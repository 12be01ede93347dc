/** Runs pieces of asynchronous work one after the other, in the order in which they came. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve();

  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    // The next in line waits for the end, not for the success, of this one.
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** A {@link Turn} for every key, for as long as somebody waits for it. */
export class Turns<Key> {
  readonly #turns = new Map<Key, { readonly turn: Turn; waiting: number }>();

  async take<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const entry = this.#turns.get(key) ?? { turn: new Turn(), waiting: 0 };
    this.#turns.set(key, entry);
    entry.waiting += 1;
    try {
      return await entry.turn.take(work);
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0) this.#turns.delete(key);
    }
  }
}
