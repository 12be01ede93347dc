import { openStorage, recordKey, type RecordStorage } from "./consent/consent-record.ts";

/**
 * Remembers that a withdrawal's erasure at the edge is not confirmed yet, so that a later page finishes it. It says nothing
 * of the visitor but that, and goes with the confirmation.
 */
export class PendingErasure {
  readonly #storage: RecordStorage | null;
  readonly #key: string;

  constructor(window: Window, site: string) {
    this.#storage = openStorage(window, "localStorage");
    this.#key = `${recordKey(site)}:erasing`;
  }

  get isPending(): boolean {
    try {
      return this.#storage?.getItem(this.#key) === "1";
    } catch {
      return false;
    }
  }

  set isPending(pending: boolean) {
    try {
      if (pending) this.#storage?.setItem(this.#key, "1");
      else this.#storage?.removeItem(this.#key);
    } catch {
      // The storage is full: the worker's queue has the erasure while this page is open.
    }
  }
}
