// A thread that simulates slices of rounds for full-panel.ts.
import { parentPort } from "node:worker_threads";
import * as v from "valibot";
import { countSlice, SliceJob } from "./full-slice.ts";

const port = parentPort;
port?.on("message", (message: unknown) => {
  countSlice(v.parse(SliceJob, message), () => port.postMessage("counted")).then(
    (sums) => port.postMessage(sums),
    // An error ends the thread and reaches its panel.
    (error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
  );
});
