import { type Endpoint, expose } from "comlink";
import { nameCallbackOrigins, NO_ORIGIN } from "./lib/bridge/comlink-origins.ts";
import { browserPlatform } from "./lib/worker/platform.ts";
import { SedgeWorker } from "./lib/worker/sedge-worker.ts";

nameCallbackOrigins();

/**
 * Answers on a port, for a page that may not start workers and imports this module itself. Messages of a port have the
 * empty origin; the page alone gives out the other end.
 */
export function serve(port: MessagePort): void {
  expose(new SedgeWorker(browserPlatform("page")), port, [NO_ORIGIN]);
}

/** The worker's own end of its port to the page, where this runs in a worker. */
const own: Endpoint = {
  addEventListener: (type, listener) => globalThis.addEventListener(type, listener),
  removeEventListener: (type, listener) => globalThis.removeEventListener(type, listener),
  postMessage: (message: unknown, transfer: Transferable[] = []) => globalThis.postMessage(message, { transfer }),
};

// In a dedicated worker the other end is the page that started it, and its messages have the empty origin too.
if ("WorkerGlobalScope" in globalThis) expose(new SedgeWorker(browserPlatform("worker")), own, [NO_ORIGIN]);
