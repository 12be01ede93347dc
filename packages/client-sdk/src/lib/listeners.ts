type Sets<Events> = { [Name in keyof Events]?: Set<(value: Events[Name]) => void> };

/** Functions by the name of what they wait for. One that throws does not keep the others from hearing. */
export class Listeners<Events extends object> {
  #byName: Sets<Events> = {};

  add<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
    const set: Set<(value: Events[Name]) => void> = this.#byName[name] ?? new Set();
    this.#byName[name] = set.add(listener);
    return () => set.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of this.#byName[name] ?? []) {
      try {
        listener(value);
      } catch (error) {
        reportError(error);
      }
    }
  }

  clear(): void {
    this.#byName = {};
  }
}
