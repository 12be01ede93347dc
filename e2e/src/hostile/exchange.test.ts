import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { faultOf } from "./exchange.ts";
import { logFaults } from "./log-faults.ts";
import { hostileOptions } from "./hostile-options.ts";

const problem = (status: number, code: string, retryAfter?: string) => ({
  status,
  type: "application/problem+json",
  retryAfter,
  text: JSON.stringify({ type: `https://x.example/${code}`, title: "t", status, code, detail: "d" }),
});

test("finds internal errors, stacks, bare errors and lost answers", () => {
  expect(faultOf(problem(500, "internal-error"))).toBe("status 500, internal-error");
  expect(faultOf({ status: "none", type: "", retryAfter: undefined, text: "" })).toBe("no answer");
  expect(faultOf({ status: 400, type: "text/html", retryAfter: undefined, text: "oops" })).toContain(
    "no problem document",
  );
  expect(faultOf({ status: 200, type: "", retryAfter: undefined, text: "Error\n at x.js:12" })).toContain(
    "shows a stack",
  );
});

test("takes refusals and named waits for what they are", () => {
  expect(faultOf(problem(401, "bad-signature"))).toBeUndefined();
  expect(faultOf(problem(503, "aggregator-unavailable", "30"))).toBeUndefined();
  expect(faultOf(problem(503, "aggregator-unavailable"))).toContain("503");
});

test("reads its options, and says which is wrong", () => {
  expect(hostileOptions(["--minutes", "10", "--seed", "7", "--only", "fuzz"])).toMatchObject({
    minutes: 10,
    seed: 7,
    parts: ["fuzz"],
  });
  expect(hostileOptions(["--help"])).toBe("help");
  expect(() => hostileOptions(["--only", "x"])).toThrow("--only must be one of");
  expect(() => hostileOptions(["--minutes", "0"])).toThrow("--minutes must be a number");
});

test("finds internal errors and what nobody caught in an operator's log, each once", () => {
  const folder = mkdtempSync(join(tmpdir(), "sedge-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(logFaults({ folder }, "the edge")).toEqual([]);
  const request = (status: number, durationMs: number) =>
    JSON.stringify({ event: "request", route: "link", status, durationMs });
  const refused = '{"event":"aggregator-answer-refused","status":500}';
  const lines = [
    request(200, 1),
    request(503, 1),
    request(500, 2),
    request(500, 3),
    refused,
    "Uncaught (in promise) Error",
  ];
  writeFileSync(join(folder, "log.txt"), [...lines, JSON.stringify({ event: "saga-failed" })].join("\n"));
  const found = logFaults({ folder }, "the edge");
  expect(found).toHaveLength(2);
  expect(found[0]).toContain('"status":500');
  expect(found[1]).toContain("Uncaught");
});
