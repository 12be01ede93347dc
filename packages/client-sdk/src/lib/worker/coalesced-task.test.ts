import { expect, test } from "vitest";
import { CoalescedTask } from "./coalesced-task.ts";

function gated() {
  let runs = 0;
  const gates: (() => void)[] = [];
  const task = new CoalescedTask(() => {
    runs += 1;
    return new Promise<void>((resolve) => gates.push(resolve));
  });
  return { task, gates, runs: () => runs };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a caller that asks while it runs shares the one run that follows", async () => {
  const { task, gates, runs } = gated();
  const first = task.request();
  const second = task.request();
  const third = task.request();
  expect([runs(), second === third]).toEqual([1, true]);
  gates[0]?.();
  await first;
  await settled();
  expect(runs()).toBe(2);
  gates[1]?.();
  await Promise.all([second, third]);
  await settled();
  expect(runs()).toBe(2);
});

test("a run that fails does not stop the next", async () => {
  let runs = 0;
  const task = new CoalescedTask(() => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error("first")) : Promise.resolve();
  });
  const [first, second] = await Promise.allSettled([task.request(), task.request()]);
  expect([first.status, second.status, runs]).toEqual(["rejected", "fulfilled", 2]);
});
