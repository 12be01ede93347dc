import { expect, test } from "vitest";
import { progressLine } from "./progress-bar.ts";

test("shows progress and remaining time", () => {
  expect(progressLine(0, 300, 0)).toMatch(/^░{28} 0\/300$/);
  expect(progressLine(75, 300, 30)).toMatch(/^█{7}░{21} 75\/300 {2}1:30 left$/);
  expect(progressLine(300, 300, 125)).toMatch(/^█{28} 300\/300 {2}0:00 left$/);
});

test("never shows 60 seconds", () => {
  expect(progressLine(1, 2, 59.7)).toContain("1:00 left");
});
