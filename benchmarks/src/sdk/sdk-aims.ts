import type { Aim } from "../report/aim.ts";
import type { SdkResult } from "./sdk-bench.ts";

/** Maximum of a main-thread task of the SDK, in milliseconds, and of a `track()` call, in microseconds. */
const MAX_TASK_MS = 10;
const MAX_TRACK_MICROS = 50;
const KB = 1_000;

/** The targets of the SDK's bench, with the measured values. */
export function sdkAims({ weights, mainThread, track, memory, texts }: SdkResult): Aim[] {
  const bytes = weights.flatMap(({ name, brotli, maxBrotli }) =>
    maxBrotli === null
      ? []
      : [{ name: `bytes of ${name}`, value: brotli / KB, most: maxBrotli / KB, unit: "KB brotli" }],
  );
  const task = { most: MAX_TASK_MS, unit: "ms" };
  const call = { most: MAX_TRACK_MICROS, unit: "µs" };
  return [
    ...bytes,
    { ...task, name: "longest task of the SDK, the thread's own time", value: mainThread.withSedge.sdkLongestOwnMs },
    { ...task, name: "longest task of the SDK, by the wall clock", value: mainThread.withSedge.sdkLongestMs },
    {
      ...task,
      name: "longest task of the SDK, by the wall clock, in a browser without WebGPU",
      value: mainThread.withoutWebgpu.sdkLongestMs,
    },
    { ...call, name: "track(), the site's own event, p95", value: track.own.p95 },
    { ...call, name: "track(), a new product in the cart, p95", value: track.cart.p95 },
    {
      name: `tensors left by ${memory.classifications.toLocaleString("en")} classifications`,
      value: Math.max(0, memory.after.numTensors - memory.before.numTensors),
      most: 0,
      unit: "tensors",
    },
    {
      name: `bytes left by ${memory.classifications.toLocaleString("en")} classifications`,
      value: Math.max(0, memory.after.numBytes - memory.before.numBytes),
      most: 0,
      unit: "bytes",
    },
    {
      name: "tensors left by 1,000 texts, the worst model and backend",
      value: Math.max(0, ...texts.map(({ tensorsLeft }) => tensorsLeft)),
      most: 0,
      unit: "tensors",
    },
  ];
}
