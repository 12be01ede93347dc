import fc from "fast-check";
import { expect, test } from "vitest";
import { clockOffset, edgeSeconds } from "./edge-clock.ts";

test("after one correction the clocks agree to the second, however wrong the device's was", () => {
  const wrongByMs = fc.integer({ min: -300_000_000_000, max: 300_000_000_000 });
  const laterMs = fc.integer({ min: 0, max: 86_400_000 });
  fc.assert(
    fc.property(wrongByMs, laterMs, (wrongMs, later) => {
      const edgeNow = 1_795_000_000;
      const deviceMs = edgeNow * 1_000 + wrongMs;
      const offset = clockOffset(deviceMs, edgeNow);
      const seconds = edgeSeconds(deviceMs + later, offset);
      expect(Math.abs(seconds - (edgeNow + later / 1_000))).toBeLessThanOrEqual(1.5);
    }),
  );
});

test("a broken clock at the other end moves ours by ten years at most", () => {
  expect(clockOffset(0, 9e15)).toBe(315_360_000);
  expect(edgeSeconds(1_000, -5_000)).toBe(0);
});
