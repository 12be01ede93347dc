import type { WorkerModule } from "../worker-api.ts";
import type { Host } from "./host.ts";
import { SedgeError } from "../sedge-error.ts";

function isWorkerModule(module: unknown): module is WorkerModule {
  return typeof module === "object" && module !== null && "serve" in module && typeof module.serve === "function";
}

/**
 * Runs the worker's code on the page, for pages that let no worker start. Slower for the page's other work, the same otherwise.
 * @throws SedgeError `worker-unavailable` where the code can't be loaded either.
 */
export async function startOnPage(assets: string): Promise<Host> {
  const script = `${assets}worker.js`;
  const module: unknown = await import(/* @vite-ignore */ script).catch(() => null);
  if (!isWorkerModule(module)) {
    throw new SedgeError("worker-unavailable", `The classifier could not be loaded from ${script}.`);
  }
  const { port1, port2 } = new MessageChannel();
  module.serve(port2);
  port1.start();
  return { kind: "page", endpoint: port1, failed: new Promise<never>(() => undefined), stop: () => port1.close() };
}
