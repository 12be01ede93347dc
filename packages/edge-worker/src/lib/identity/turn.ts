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
