import { expect, test } from "vitest";
import { checkLedger } from "./ledger-check.ts";

const sent = (body: string) => ({ method: "POST", url: "http://edge/v1", body });
const line = (body: string, status = 200) => ({ ...sent(body), status });

test("agrees where each request has its line, in any order", () => {
  expect(checkLedger([line("a"), line("b"), line("a")], [sent("a"), sent("a"), sent("b")])).toMatchObject({
    agree: true,
    matched: 3,
  });
});

test("a request that no ledger has is found, down to its last byte and its repetition", () => {
  expect(checkLedger([line("a")], [sent("a"), sent("a ")])).toMatchObject({ agree: false, unrecorded: [sent("a ")] });
  expect(checkLedger([line("a")], [sent("a"), sent("a")])).toMatchObject({ agree: false, unrecorded: [sent("a")] });
  expect(checkLedger([line("a")], [{ ...sent("a"), url: "http://edge/v2" }]).agree).toBe(false);
  expect(checkLedger([line("a")], [{ ...sent("a"), method: "GET" }]).agree).toBe(false);
});

test("an answered line without its request is found; an interrupted one is counted", () => {
  expect(checkLedger([line("a")], [])).toMatchObject({ agree: false, unsent: [line("a")] });
  expect(checkLedger([line("a", 0), line("b", -1)], [])).toMatchObject({ agree: true, interrupted: 2 });
  expect(checkLedger([line("a", 0), line("a", 200)], [sent("a")])).toMatchObject({ agree: true, interrupted: 1 });
});
