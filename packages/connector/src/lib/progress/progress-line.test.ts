import { expect, test } from "vitest";
import { progressLine } from "./progress-line.ts";

test("shows the share done and the time left", () => {
  expect(progressLine("tokens", 0.25, 10)).toBe("tokens [######------------------] 25 %, 30 s left");
  expect(progressLine("tokens", 0.5, 300)).toContain("50 %, 5 min left");
  expect(progressLine("tokens", 0, 0)).toContain("0 %, …");
  expect(progressLine("tokens", 1, 3)).toBe("tokens [########################] 100 %, done");
});
