/** A Durable Object's one alarm, shared by all who want to be woken. */
export class Wake {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Sets the alarm, unless an earlier one is set. */
  async within(milliseconds: number): Promise<void> {
    const at = Date.now() + milliseconds;
    const set = await this.#storage.getAlarm();
    if (set === null || set > at) await this.#storage.setAlarm(at);
  }
}
