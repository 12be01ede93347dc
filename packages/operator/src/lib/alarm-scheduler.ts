/** A Durable Object has one alarm. This schedules it for everyone who needs it: the earliest time wins. */
export class AlarmScheduler {
  readonly #storage: Pick<DurableObjectStorage, "getAlarm" | "setAlarm">;

  constructor(storage: Pick<DurableObjectStorage, "getAlarm" | "setAlarm">) {
    this.#storage = storage;
  }

  /** Sets the alarm that many milliseconds from now, unless it is already set for an earlier time. */
  async scheduleWithin(milliseconds: number): Promise<void> {
    const at = Date.now() + milliseconds;
    const scheduled = await this.#storage.getAlarm();
    if (scheduled === null || scheduled > at) await this.#storage.setAlarm(at);
  }
}
