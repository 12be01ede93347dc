/** Runs asynchronous work one piece at a time, in the order of the calls. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    // The next piece waits until this one settles, whether or not it succeeds.
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** A {@link Mutex} per key, kept only while work with that key is running or waiting. */
export class KeyedMutex<Key> {
  readonly #mutexes = new Map<Key, { readonly mutex: Mutex; pending: number }>();

  async run<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const entry = this.#mutexes.get(key) ?? { mutex: new Mutex(), pending: 0 };
    this.#mutexes.set(key, entry);
    entry.pending += 1;
    try {
      return await entry.mutex.run(work);
    } finally {
      entry.pending -= 1;
      if (entry.pending === 0) this.#mutexes.delete(key);
    }
  }
}
