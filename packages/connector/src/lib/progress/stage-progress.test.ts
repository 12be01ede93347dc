import { expect, test } from "vitest";
import { stageProgress } from "./stage-progress.ts";

function shown(isTerminal: boolean, ...steps: readonly (readonly [share: number, ms: number])[]) {
  const written: string[] = [];
  let time = 0;
  const progress = stageProgress("tokens", { write: (text) => written.push(text), isTerminal, now: () => time });
  for (const [share, ms] of steps) {
    time = ms;
    progress(share);
  }
  return written;
}

test("prints nothing for a stage shorter than a second", () =>
  expect([shown(false, [0.5, 400], [1, 900]), shown(true, [0.5, 900], [1, 1_000])]).toEqual([[], []]));

test("redraws a terminal's line and ends it once", () => {
  const lines = shown(true, [0.2, 1_100], [0.21, 1_150], [0.4, 1_300], [1, 2_000]);
  expect(lines).toHaveLength(3);
  expect(lines.every((line) => line.startsWith("\r\u001b[K"))).toBe(true);
  expect(lines.map((line) => line.endsWith("\n"))).toEqual([false, false, true]);
});

test("writes a line every half minute, however slow the stage is", () =>
  expect(shown(false, [0.001, 20_000], [0.002, 31_000], [0.003, 40_000], [0.004, 61_500])).toHaveLength(2));

test("writes a line for each tenth to a file", () => {
  const steps = Array.from({ length: 100 }, (_, at) => [(at + 1) / 100, 1_000 + at] as const);
  expect(shown(false, ...steps)).toHaveLength(10);
});
