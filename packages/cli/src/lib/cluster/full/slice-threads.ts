import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import * as v from "valibot";
import { SliceSums, type SliceJob } from "./full-slice.ts";

const Counted = v.literal("counted");

/** The thread's module, which has this file's extension: `.ts` in a clone, `.js` as published. */
const THREAD = new URL(`full-worker${extname(import.meta.filename)}`, import.meta.url);

/**
 * Threads that each run one slice at a time. They are reused between rounds, because a warm thread is twice as fast,
 * and do not keep the process alive.
 */
export class SliceThreads {
  readonly #idle: Worker[] = [];

  /** Runs the slices in parallel, each in its own thread. Results are in the order of the jobs. */
  count(jobs: readonly SliceJob[], progress: () => void): Promise<SliceSums[]> {
    return Promise.all(jobs.map((job) => this.#countOne(job, progress)));
  }

  #countOne(job: SliceJob, progress: () => void): Promise<SliceSums> {
    const worker = this.#idle.pop() ?? newThread();
    worker.ref();
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(error);
      const end = () => reject(new Error("a thread of the round ended"));
      const listen = (message: unknown) => {
        if (v.is(Counted, message)) {
          progress();
          return;
        }
        worker.off("message", listen);
        worker.off("error", fail);
        worker.off("exit", end);
        worker.unref();
        this.#idle.push(worker);
        resolve(v.parse(SliceSums, message));
      };
      worker.on("message", listen);
      worker.on("error", fail);
      worker.on("exit", end);
      worker.postMessage(job);
    });
  }
}

function newThread(): Worker {
  // Prevents Node's warning, in every thread, about an experimental WebCrypto function that `hpke` uses.
  return new Worker(THREAD, {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
}
