import * as v from "valibot";
import { expect, test } from "vitest";
import { mainThreadTasks, Trace } from "./trace.ts";

const SHOP = "http://localhost:1";
const isSdk = (url: string) => url.includes("/sedge/");
const at = { pid: 7, tid: 7 };

/** A page whose profile has the nodes: root, the page's function, the SDK's function, native code under each. */
function trace(...events: unknown[]) {
  const nodes = [
    { id: 1, callFrame: { functionName: "(root)" } },
    { id: 2, parent: 1, callFrame: { url: `${SHOP}/assets/shop.js` } },
    { id: 3, parent: 1, callFrame: { url: `${SHOP}/sedge/sdk.js` } },
    { id: 4, parent: 3, callFrame: { url: "" } },
    { id: 5, parent: 3, callFrame: { url: `${SHOP}/assets/shop.js` } },
    { id: 6, parent: 1, callFrame: { functionName: "(program)" } },
  ];
  const chunk = (samples: number[], timeDeltas: number[]) => ({
    ...at,
    tid: 99,
    name: "ProfileChunk",
    ph: "P",
    id: "0x1",
    args: { data: { cpuProfile: { nodes, samples }, timeDeltas } },
  });
  const head = [
    { ...at, name: "CommitLoad", ph: "X", ts: 0, args: { data: { isMainFrame: true, url: `${SHOP}/` } } },
    { ...at, name: "Profile", ph: "P", id: "0x1", ts: 1_000, args: { data: { startTime: 1_000 } } },
  ];
  return v.parse(Trace, {
    traceEvents: [...head, ...events.map((event) => (Array.isArray(event) ? chunk(event[0], event[1]) : event))],
  });
}

const task = (ts: number, dur: number, tdur: number) => ({ ...at, name: "RunTask", ph: "X", ts, dur, tdur });

test("assigns a task to the SDK by the share of samples whose nearest script is the SDK's", () => {
  // Native code called by the SDK counts for the SDK; the page's callbacks count for the page.
  const tasks = mainThreadTasks(
    trace(task(1_000, 8_000, 4_000), [
      [2, 3, 4, 5],
      [1_000, 1_000, 1_000, 1_000],
    ]),
    SHOP,
    isSdk,
  );
  expect(tasks).toEqual([{ ms: 8, ownMs: 4, sdkMs: 4, sdkOwnMs: 2 }]);
});

test("counts samples for the task that contains them", () => {
  const events = trace(task(1_000, 2_000, 2_000), task(4_000, 2_000, 2_000), [
    [3, 3, 2],
    [500, 500, 3_000],
  ]);
  expect(mainThreadTasks(events, SHOP, isSdk).map(({ sdkMs }) => sdkMs)).toEqual([2, 0]);
});

test("counts compilation of the SDK's script once, and not that of the page's", () => {
  const compile = (name: string, url: string, ts: number, dur: number) => ({
    ...at,
    name,
    ph: "X",
    ts,
    dur,
    tdur: dur / 2,
    args: { data: { url } },
  });
  const events = trace(
    task(1_000, 9_000, 9_000),
    compile("v8.compileModule", `${SHOP}/sedge/sdk.js`, 1_000, 3_000),
    compile("v8.compile", `${SHOP}/sedge/sdk.js`, 1_500, 1_000),
    compile("v8.compile", `${SHOP}/assets/shop.js`, 5_000, 1_000),
  );
  expect(mainThreadTasks(events, SHOP, isSdk)).toEqual([{ ms: 9, ownMs: 9, sdkMs: 3, sdkOwnMs: 1.5 }]);
});

test("ignores other threads, pages and frames", () => {
  const events = trace(
    { ...task(1_000, 5_000, 5_000), tid: 8 },
    { ...task(1_000, 5_000, 5_000), pid: 9 },
    { pid: 9, tid: 7, name: "CommitLoad", ph: "X", args: { data: { isMainFrame: true, url: "about:blank" } } },
  );
  expect(mainThreadTasks(events, SHOP, isSdk)).toEqual([]);
});
