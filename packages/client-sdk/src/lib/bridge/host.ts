import type { Endpoint } from "comlink";
import { SedgeError } from "../sedge-error.ts";
import { bootstrapUrl, trustedWorkerUrl } from "./worker-url.ts";

/** Where the worker's code runs. */
export interface Host {
  readonly kind: "worker" | "page";
  readonly endpoint: Endpoint;
  /** Rejects when the host has failed or was stopped, with a `SedgeError`; never resolves. */
  readonly failed: Promise<never>;
  stop(): void;
}

/**
 * Starts the module worker. A worker that the page's policy blocks, or that an old browser can't read, fails a little later.
 * @param url - What the worker is started with, where that is not the script itself.
 * @throws SedgeError `worker-blocked`, or what the constructor throws.
 */
export function startWorker(window: Window & typeof globalThis, assets: string, url?: string): Host {
  const script = `${assets}worker.js`;
  const isOwn = new URL(script).origin === window.location.origin;
  const address = url ?? (isOwn ? script : bootstrapUrl(script));
  const worker = new window.Worker(trustedWorkerUrl(window, address), { type: "module", name: "sedge" });
  let fail = (): void => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = () => reject(new SedgeError("worker-failed", "The worker did not start, or has ended."));
  });
  worker.addEventListener("error", fail);
  worker.addEventListener("messageerror", fail);
  const stop = () => {
    worker.terminate();
    // Pending calls get no answer.
    fail();
  };
  return { kind: "worker", endpoint: worker, failed, stop };
}
