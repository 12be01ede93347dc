import { proxy, wrap } from "comlink";
import type { WorkerApi, WorkerNotice, WorkerOptions } from "../../src/lib/worker-api.ts";

/** Starts the built worker as the page does, or its code on the page, and gathers what it says unasked. */
export function callWorker(host: "worker" | "page") {
  const notices: WorkerNotice[] = [];
  const notify = proxy((notice: WorkerNotice) => void notices.push(notice));
  const connected = async () => {
    if (host === "worker") return wrap<WorkerApi>(new Worker("/worker.js", { type: "module" }));
    const { serve } = await import("../../src/worker.ts");
    const { port1, port2 } = new MessageChannel();
    serve(port2);
    return wrap<WorkerApi>(port1);
  };
  return connected().then((remote) => ({
    notices,
    remote,
    start: (options: WorkerOptions) => remote.start(options, notify),
  }));
}

Object.assign(globalThis, { callWorker });
