/** Runs asynchronous work one at a time, in call order. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the work after all earlier work has finished or failed. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when no work is queued. */
  async over(): Promise<void> {
    await this.#last;
  }
}
