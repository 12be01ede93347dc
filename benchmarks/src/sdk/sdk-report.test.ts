import { expect, test } from "vitest";
import { sdkReport } from "./sdk-report.ts";
import type { SdkResult } from "./sdk-bench.ts";

const visit = {
  longestTaskMs: 60,
  longTasks: 1,
  totalOwnMs: 400,
  sdkLongestMs: 12,
  sdkLongestOwnMs: 8,
  sdkTotalOwnMs: 40,
};
const size = { raw: 9_000, gzip: 3_500, brotli: 3_100 };
const track = { p50: 2, p95: 40, worst: 300 };

const result: SdkResult = {
  conditions: { cpu: "a CPU", cores: 2, load: 0.1, node: "24.0.0" },
  chromium: "156.0",
  weights: [
    { name: "loader", ...size, maxBrotli: 3_000 },
    { name: "later", ...size, maxBrotli: null },
  ],
  plainSizes: { raw: 1_280_000, gzip: 311_000, brotli: 235_000 },
  mainThread: {
    withSedge: visit,
    withoutWebgpu: { ...visit, sdkLongestMs: 9.5 },
    without: { ...visit, longTasks: 0 },
    worstOwnMs: 9,
    visits: 3,
  },
  track: { own: track, cart: { ...track, p95: 51 }, calls: 10_000 },
  first: { visitors: 3, cold: { classifiedMs: 400, clusteredMs: 500 }, warm: { classifiedMs: 90, clusteredMs: 95 } },
  backends: [
    {
      network: "n",
      backend: "wasm",
      rows: 1,
      sedgeMs: 0.1,
      peers: { "plain TF.js": { ms: 0.4, ratio: 4 }, "onnxruntime-web": { ms: 0.2, ratio: 2 } },
    },
    {
      network: "n",
      backend: "webgpu",
      rows: 1,
      sedgeMs: 52,
      peers: { "plain TF.js": { ms: 50, ratio: 0.96 }, "LiteRT.js": { unavailable: "no adapter" } },
    },
    { network: "n", backend: "cpu", rows: 1, sedgeMs: null, unavailable: "no WASM", peers: {} },
  ],
  memory: {
    classifications: 1_000,
    before: { numTensors: 20, numBytes: 9_000 },
    after: { numTensors: 21, numBytes: 9_000 },
    isFlat: false,
  },
  texts: [{ question: "intent", backend: "wasm", firstMs: 80, textMs: 2, texts: 1_000, tensorsLeft: 2, bytesLeft: 64 }],
};

test("reports for each target whether it is met", () => {
  const lines = sdkReport(result, { visits: 3, json: false }).split("\n");
  expect(lines.filter((line) => /^(met|MISSED)/.test(line))).toEqual([
    "MISSED  bytes of loader: 3.1 of 3 KB brotli",
    "met     longest task of the SDK, the thread's own time: 8 of 10 ms",
    "MISSED  longest task of the SDK, by the wall clock: 12 of 10 ms",
    "met     longest task of the SDK, by the wall clock, in a browser without WebGPU: 9.5 of 10 ms",
    "met     track(), the site's own event, p95: 40 of 50 µs",
    "MISSED  track(), a new product in the cart, p95: 51 of 50 µs",
    "MISSED  tensors left by 1,000 classifications: 1 of 0 tensors",
    "met     bytes left by 1,000 classifications: 0 of 0 bytes",
    "MISSED  tensors left by 1,000 texts, the worst model and backend: 2 of 0 tensors",
  ]);
});

test("marks cells that a peer wins, and gives the reason for unavailable ones", () => {
  const text = sdkReport(result, { visits: 3, json: false });
  expect(text).toMatch(/webgpu +1 +52 +50 \(0\.96\) +– +– +lost to plain TF\.js/);
  expect(text).toMatch(/wasm +1 +0\.1 +0\.4 \(4\) +0\.2 \(2\) +–/);
  expect(text).toMatch(/cpu +1 +– +– +– +– +no WASM/);
  expect(text).toContain("– LiteRT.js on webgpu: no adapter");
  expect(text.match(/ lost to /g)).toHaveLength(1);
});

test("ends with JSON that contains the targets, alone with --json", () => {
  const last = sdkReport(result, { visits: 3, json: false }).split("\n").at(-1) ?? "";
  expect(JSON.parse(last).aims[0]).toEqual({
    name: "bytes of loader",
    value: 3.1,
    most: 3,
    unit: "KB brotli",
    met: false,
  });
  expect(sdkReport(result, { visits: 3, json: true })).toBe(last);
});
