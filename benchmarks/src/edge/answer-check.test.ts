import * as v from "valibot";
import { expect, test } from "vitest";
import { BadAnswerError, expectStatus, jsonCheck } from "./answer-check.ts";

const exchange = (status: number, body: string, index = 0) => ({ status, body: Buffer.from(body), index, ms: 1 });

test("rejects a refusal and shows its body", () => {
  const check = jsonCheck(v.object({ n: v.number() }));
  const refusal = exchange(429, '{"code":"rate-limited"}');
  expect(() => check(refusal)).toThrow(BadAnswerError);
  expect(() => check(refusal)).toThrow('status 429, body {"code":"rate-limited"}');
  expect(() => check(exchange(429, '{"n":3}'))).toThrow("expected status 200");
});

test("rejects a body of another form or of another request", () => {
  const check = jsonCheck(v.object({ n: v.number() }), ({ n }, { index }) => n === index);
  check(exchange(200, '{"n":3}', 3));
  expect(() => check(exchange(200, '{"n":3}', 4))).toThrow("answer of another request");
  expect(() => check(exchange(200, '{"n":"3"}', 3))).toThrow("body does not match the wire schema");
  expect(() => check(exchange(200, "{", 3))).toThrow("body does not match the wire schema");
});

test("checks a shared body for each of its requests", () => {
  const check = jsonCheck(v.object({ n: v.number() }), ({ n }, { index }) => n === index);
  const body = Buffer.from('{"n":1}');
  check({ status: 200, body, index: 1, ms: 1 });
  expect(() => check({ status: 200, body, index: 2, ms: 1 })).toThrow(BadAnswerError);
});

test("shows an empty body", () => {
  expect(() => expectStatus(exchange(500, ""), 304)).toThrow("expected status 304: status 500, body (empty)");
});
