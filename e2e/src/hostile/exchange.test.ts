import { expect, test } from "vitest";
import { faultOf } from "./exchange.ts";
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
