import type { LedgerEntry } from "@sedge/client-sdk";
import type { TappedRequest } from "@sedge/testbed";
import { expect, test } from "vitest";
import { AGREED, compareLedger } from "./ledger-comparison.ts";

const EDGE = "http://127.0.0.1:1";

function entry(body: string, status: number, method: "GET" | "POST" = "POST"): LedgerEntry {
  return { id: 1, at: 0, method, url: `${EDGE}/a`, body, rows: [], purpose: "link", microEpsilon: 0, status };
}

function sent(body: string, status = 200, change: Partial<TappedRequest> = {}): TappedRequest {
  return {
    at: 0,
    tookMs: 1,
    method: "POST",
    url: `${EDGE}/a`,
    destination: EDGE,
    headers: {},
    body: Buffer.from(body),
    raw: Buffer.from(body),
    outcome: "forwarded",
    status,
    ...change,
  };
}

test("accepts the same messages in any order", () => {
  expect(compareLedger([entry("x", 200), entry("y", 409)], [sent("y", 409), sent("x")], EDGE)).toEqual(AGREED);
  expect(compareLedger([], [sent("", 204, { method: "OPTIONS" })], EDGE)).toEqual(AGREED);
});

test.each([
  ["a message that is not in the ledger", [], [sent("x")]],
  ["a message that was not sent", [entry("x", 200)], []],
  ["one byte", [entry("x", 200)], [sent("x ")]],
  ["another status", [entry("x", 200)], [sent("x", 503)]],
  ["one message more of the same", [entry("x", 200)], [sent("x"), sent("x")]],
  ["an answer that the device did not receive", [entry("x", 200)], [sent("x", 200, { outcome: "response-lost" })]],
])("reports %s as a difference", (_, ledger, tapped) => {
  expect(compareLedger(ledger, tapped, EDGE)).not.toEqual(AGREED);
});

test("accepts an unanswered entry with or without its request, and matches it to no other entry", () => {
  expect(compareLedger([entry("x", 0), entry("x", -1)], [], EDGE)).toEqual(AGREED);
  expect(compareLedger([entry("x", 0), entry("x", 200)], [sent("x")], EDGE)).toEqual(AGREED);
  expect(compareLedger([entry("x", 0)], [sent("x", 503)], EDGE)).toEqual(AGREED);
  expect(compareLedger([entry("x", -1)], [sent("x", 0, { outcome: "cut" })], EDGE)).toEqual(AGREED);
});

test("accepts a repeated public file from the browser's cache, but not a repeated message", () => {
  const file = sent("", 200, { method: "GET" });
  expect(compareLedger([entry("", 200, "GET"), entry("", 200, "GET")], [file], EDGE)).toEqual(AGREED);
  expect(compareLedger([entry("x", 200), entry("x", 200)], [sent("x")], EDGE)).not.toEqual(AGREED);
});

test("accepts a browser's retry of a public file whose connection broke, but not of a message", () => {
  const cut = (method: "GET" | "POST") => sent("", 0, { method, outcome: "cut" });
  expect(compareLedger([entry("", -1, "GET")], [cut("GET"), cut("GET")], EDGE)).toEqual(AGREED);
  expect(compareLedger([entry("", 200, "GET")], [sent("", 200, { method: "GET" }), cut("GET")], EDGE)).not.toEqual(
    AGREED,
  );
  expect(compareLedger([entry("", -1)], [cut("POST"), cut("POST")], EDGE)).not.toEqual(AGREED);
});
