import { SedgeError } from "./sedge-error.ts";

/** Where a running instance leaves its mark, whichever copy of the code it came from. */
const RUNNING = Symbol.for("sedge.running");

/** Whether the page has an instance of Sedge already, from a tag or from a module. */
export function isRunning(page: Window): boolean {
  return Reflect.get(page, RUNNING) === true;
}

/**
 * Marks the page as having an instance. Returns the function that takes the mark away, for `stop()`.
 * @throws SedgeError `loaded-twice` where it has one: two would count every event twice.
 */
export function claimPage(page: Window): () => void {
  if (isRunning(page)) {
    throw new SedgeError("loaded-twice", "This page runs Sedge already. Use that instance, or stop() it first.");
  }
  Object.defineProperty(page, RUNNING, { value: true, configurable: true });
  return () => void Reflect.deleteProperty(page, RUNNING);
}
