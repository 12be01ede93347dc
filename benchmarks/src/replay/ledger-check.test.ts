import { expect, test } from "vitest";
import { checkLedger } from "./ledger-check.ts";

const sent = (body: string) => ({ method: "POST", url: "http://edge/v1", body });
const line = (body: string, status = 200) => ({ ...sent(body), status });

test("accepts one line per request, in any order", () => {
  expect(checkLedger([line("a"), line("b"), line("a")], [sent("a"), sent("a"), sent("b")])).toMatchObject({
    agree: true,
    matched: 3,
  });
});

test("finds a request without a line, with a changed byte, or repeated", () => {
  expect(checkLedger([line("a")], [sent("a"), sent("a ")])).toMatchObject({ agree: false, unrecorded: [sent("a ")] });
  expect(checkLedger([line("a")], [sent("a"), sent("a")])).toMatchObject({ agree: false, unrecorded: [sent("a")] });
  expect(checkLedger([line("a")], [{ ...sent("a"), url: "http://edge/v2" }]).agree).toBe(false);
  expect(checkLedger([line("a")], [{ ...sent("a"), method: "GET" }]).agree).toBe(false);
});

test("finds an answered line without a request, and counts an interrupted one", () => {
  expect(checkLedger([line("a")], [])).toMatchObject({ agree: false, unsent: [line("a")] });
  expect(checkLedger([line("a", 0), line("b", -1)], [])).toMatchObject({ agree: true, interrupted: 2 });
  expect(checkLedger([line("a", 0), line("a", 200)], [sent("a")])).toMatchObject({ agree: true, interrupted: 1 });
});
