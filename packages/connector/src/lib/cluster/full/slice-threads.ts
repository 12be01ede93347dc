import { Worker } from "node:worker_threads";
import * as v from "valibot";
import { SliceSums, type SliceJob } from "./full-slice.ts";

const Counted = v.literal("counted");

/** Plays one slice in a thread of its own, which ends with it. */
export function countInThread(job: SliceJob, progress: () => void): Promise<SliceSums> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("full-worker.ts", import.meta.url));
    worker.on("message", (message: unknown) => {
      if (v.is(Counted, message)) {
        progress();
        return;
      }
      void worker.terminate();
      resolve(v.parse(SliceSums, message));
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("a thread of the round ended")));
    worker.postMessage(job);
  });
}
