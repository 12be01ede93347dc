// A thread that runs PRF jobs for prf-pool.ts.
import { parentPort } from "node:worker_threads";
import { PrfError } from "@sedge/privacy/prf";
import * as v from "valibot";
import { answerJob } from "./answer-job.ts";
import { type NumberedAnswer, NumberedJob } from "./prf-job.ts";

parentPort?.on("message", (message: unknown) => {
  const { id, job } = v.parse(NumberedJob, message);
  parentPort?.postMessage(answerOf(id, () => answerJob(job)));
});

function answerOf(id: number, work: () => ReturnType<typeof answerJob>): NumberedAnswer {
  try {
    return { result: "answered", id, answer: work() };
  } catch (error) {
    if (error instanceof PrfError) return { result: "refused", id, code: error.code, message: error.message };
    return { result: "failed", id, message: error instanceof Error ? error.message : String(error) };
  }
}
