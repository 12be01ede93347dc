import { OperationId } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { EdgeAnswered } from "../wire/wire.ts";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { nextStep, retryDelayMs } from "./next-step.ts";
import type { Operation } from "./operation.ts";

const operation: Operation = {
  action: "link",
  operationId: v.parse(OperationId, "A".repeat(22)),
  keys: [],
  receipt: { purposes: ["link"], policyVersion: "2026-11", day: "2026-11-21" },
  enteredAt: 1,
  attempts: 0,
  notBefore: 0,
};
const refused = (
  status: number,
  code: SedgeErrorCode,
  extra: { edgeNow?: number; retryAfterSeconds?: number } = {},
): EdgeAnswered<string> => ({
  ok: false,
  status,
  code,
  edgeNow: extra.edgeNow,
  retryAfterSeconds: extra.retryAfterSeconds,
});

describe("after an answer", () => {
  test("what the edge has done is settled", () => {
    expect(nextStep(operation, { ok: true, value: "done" }, 0, 1_000, 0)).toEqual({ do: "settle", value: "done" });
  });

  test.each<[string, number, SedgeErrorCode]>([
    ["no network", -1, "network-failed"],
    ["the edge failed", 500, "internal-error"],
    ["the aggregator is unreachable", 503, "aggregator-unavailable"],
    ["too many requests", 429, "rate-limited"],
    ["a request timed out", 408, "bad-answer"],
    ["an answer that is not understood", 200, "bad-answer"],
  ])("%s: it waits, under the same id", (_, status, code) => {
    const step = nextStep(operation, refused(status, code), 0, 1_000, 1);
    expect(step).toEqual({ do: "wait", code, operation: { ...operation, attempts: 1, notBefore: 2_000 } });
  });

  test("a wait that is asked for is kept", () => {
    const step = nextStep(operation, refused(429, "rate-limited", { retryAfterSeconds: 60 }), 0, 1_000, 0);
    expect(step).toMatchObject({ do: "wait", operation: { notBefore: 61_000 } });
  });

  test("a replayed nonce is signed again at once, under the same id", () => {
    const step = nextStep(operation, refused(409, "replayed-request"), 0, 1_000, 0);
    expect(step).toEqual({ do: "resign", operation: { ...operation, attempts: 1 }, edgeNow: undefined });
  });

  test("a wrong clock is corrected by the edge's, and signed again at once", () => {
    const step = nextStep(operation, refused(401, "stale-request", { edgeNow: 77 }), 0, 1_000, 0);
    expect(step).toMatchObject({ do: "resign", edgeNow: 77 });
  });

  test("a version that the edge does not support stops the page, and drops nothing", () => {
    expect(nextStep(operation, refused(400, "unsupported-version"), 0, 1_000, 0)).toEqual({ do: "stop" });
  });

  test("an edge that never agrees is not asked without end", () => {
    expect(nextStep(operation, refused(401, "stale-request", { edgeNow: 77 }), 3, 1_000, 0).do).toBe("wait");
    expect(nextStep(operation, refused(409, "replayed-request"), 3, 1_000, 0).do).toBe("wait");
  });

  test.each<[number, SedgeErrorCode]>([
    [400, "malformed-request"],
    [401, "bad-signature"],
    [403, "policy-outdated"],
    [404, "unknown-site"],
    [409, "landing-link-spent"],
    [410, "landing-link-expired"],
    [422, "unknown-codeword"],
  ])("%i %s: repetition cannot change it, so it is dropped", (status, code) => {
    expect(nextStep(operation, refused(status, code), 0, 1_000, 0)).toEqual({ do: "drop", code });
  });
});

test("waits double from one second to five minutes, half of each by chance", () => {
  expect([1, 2, 3, 20].map((attempts) => retryDelayMs(attempts, 1))).toEqual([1_000, 2_000, 4_000, 300_000]);
  expect([1, 2, 3, 20].map((attempts) => retryDelayMs(attempts, 0))).toEqual([500, 1_000, 2_000, 150_000]);
  expect(retryDelayMs(1, 0, 1e9)).toBe(86_400_000);
});
