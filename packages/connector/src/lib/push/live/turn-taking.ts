/** Work that is done one by one, in the order in which it was asked for. */
export class TurnTaking {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work when all before it is over, whatever became of that. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when nothing is waiting. */
  async over(): Promise<void> {
    await this.#last;
  }
}
