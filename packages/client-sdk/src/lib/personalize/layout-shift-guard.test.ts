import { describe, expect, test } from "vitest";
import { type Box, isMoved } from "./layout-shift-guard.ts";

const box = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const NOTHING = box(0, 0, 0, 0);
const moved = (before: Box, after: Box, isFrame = false) => isMoved(before, after, isFrame, 800, 600);

describe("what somebody sees move", () => {
  test("is a box on the screen that starts elsewhere by more than a hair", () => {
    expect(moved(box(10, 100, 50, 50), box(10, 150, 50, 50))).toBe(true);
    expect(moved(box(10, 100, 50, 50), box(14, 100, 50, 50))).toBe(true);
    expect(moved(box(10, 100, 50, 50), box(12, 102, 50, 50))).toBe(false);
    expect(moved(box(10, 100, 50, 50), box(10, 100, 50, 90))).toBe(false);
  });

  test("is not a box that comes, goes or lies out of sight", () => {
    expect(moved(NOTHING, box(10, 100, 50, 50))).toBe(false);
    expect(moved(box(10, 100, 50, 50), NOTHING)).toBe(false);
    expect(moved(box(10, 600, 50, 50), box(10, 900, 50, 50))).toBe(false);
    expect(moved(box(10, -200, 50, 50), box(10, -100, 50, 50))).toBe(false);
    expect(moved(box(900, 100, 50, 50), box(900, 300, 50, 50))).toBe(false);
  });

  test("is what follows a frame that grows or shrinks, unless it ends below the screen", () => {
    expect(moved(box(0, 0, 800, 200), box(0, 0, 800, 300), true)).toBe(true);
    expect(moved(box(0, 0, 800, 300), box(0, 0, 800, 200), true)).toBe(true);
    expect(moved(box(0, 0, 800, 700), box(0, 0, 800, 900), true)).toBe(false);
    expect(moved(box(0, 0, 800, 900), box(0, 0, 800, 500), true)).toBe(true);
    expect(moved(box(0, 0, 800, 200), box(0, 0, 800, 201), true)).toBe(false);
  });
});
