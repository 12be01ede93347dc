import { afterEach, expect, test, vi } from "vitest";
import { browserPlatform } from "./platform.ts";

afterEach(() => void vi.unstubAllGlobals());

test("where the browser refuses locks, as with site data blocked, a task runs without one, and once", async () => {
  const refused = () => Promise.reject(new DOMException("denied", "SecurityError"));
  vi.stubGlobal("navigator", { locks: { request: refused } });
  let runs = 0;
  const task = () => Promise.resolve(void (runs += 1));
  await browserPlatform("worker").alone("outbox", task);
  expect(runs).toBe(1);
});

test("a task's own failure is passed on, and the task is not run again", async () => {
  vi.stubGlobal("navigator", { locks: { request: (_: string, task: () => unknown) => task() } });
  let runs = 0;
  const failing = () => ((runs += 1), Promise.reject(new Error("mine")));
  await expect(browserPlatform("worker").alone("outbox", failing)).rejects.toThrow("mine");
  expect(runs).toBe(1);
});
