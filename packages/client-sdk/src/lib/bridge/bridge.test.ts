import { expose } from "comlink";
import { expect, test } from "vitest";
import { BUILD_ID } from "../build-id.ts";
import { SedgeError } from "../sedge-error.ts";
import type { WorkerOptions } from "../worker-api.ts";
import { Bridge, afterCrossing } from "./bridge.ts";

test("a coded error crosses with its code, another becomes worker-failed", () => {
  const crossed = Object.assign(new Error("bad-email: This is no e-mail address."), { name: "SedgeError" });
  expect(afterCrossing(crossed)).toMatchObject({ name: "SedgeError", code: "bad-email", message: crossed.message });
  const own = new SedgeError("stopped", "It was.");
  expect(afterCrossing(own)).toBe(own);
  expect(afterCrossing(new TypeError("x is undefined"))).toMatchObject({ code: "worker-failed" });
  expect(afterCrossing("bad-email: but no error")).toMatchObject({ code: "worker-failed" });
});

/** A bridge on a page whose worker offers `api`, and what it reported to the page. */
function opened(api: object) {
  const { port1, port2 } = new MessageChannel();
  expose(api, port2);
  port1.start();
  const worker = Object.assign(port1, { terminate: () => port1.close() });
  const window = {
    location: { origin: "https://shop.example" },
    // oxlint-disable-next-line func-names
    Worker: function Worker() {
      return worker;
    },
  };
  const [started, failed]: [unknown[], [string, boolean][]] = [[], []];
  const bridge = new Bridge({
    window: window as never,
    assets: "https://shop.example/sedge/",
    options: () => ({}) as WorkerOptions,
    noticed: () => undefined,
    started: (status, host) => void started.push([status, host]),
    failed: ({ code }, isFinal) => void failed.push([code, isFinal]),
  });
  return { bridge, started, failed };
}
const starting = () => {
  const starts: string[] = [];
  const start = () => {
    starts.push("start");
    return "running";
  };
  return { starts, start };
};

test("starts a worker of its own build, and passes its answers on", async () => {
  const { starts, start } = starting();
  const answer = { state: "linked", tokens: 2 };
  const { bridge, started, failed } = opened({ build: () => BUILD_ID, start, identify: () => answer });
  await bridge.start();
  expect([starts, started, failed]).toEqual([["start"], [["running", "worker"]], []]);
  expect(await bridge.call("identify", { email: "jo@example.org" })).toEqual(answer);
  bridge.stop();
});

test.each([
  ["of another build", { build: () => "0123456789abcdef" }],
  ["of a build without this handshake", {}],
])("refuses a worker %s with one final problem, and gives it no options", async (_, other) => {
  const { starts, start } = starting();
  const { bridge, started, failed } = opened({ ...other, start });
  await expect(bridge.start()).rejects.toMatchObject({ code: "build-mismatch" });
  await expect(bridge.call("cluster")).rejects.toMatchObject({ code: "build-mismatch" });
  expect([starts, started, failed]).toEqual([[], [], [["build-mismatch", true]]]);
});
