import { expect, test } from "vitest";
import { hostileInfluence } from "./hostile-share.ts";

test("changes nothing without hostile devices", () => {
  expect(hostileInfluence(0)).toMatchObject({ devices: 0, people: 0, shift: 0, moved: 0 });
});

test("counts each hostile device once, and moves a mean within the bound", () => {
  const { devices, people, shift, mostShift, moved } = hostileInfluence(0.05);
  expect(devices).toBe(1053);
  expect(people).toBe(devices);
  expect(shift).toBeGreaterThan(0.05);
  expect(shift).toBeLessThanOrEqual(mostShift);
  expect(moved).toBeGreaterThan(0);
});
