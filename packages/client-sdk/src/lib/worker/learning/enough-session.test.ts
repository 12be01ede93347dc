import { advance, emptySession, SESSION_TIMEOUT_MS, type SedgeEvent } from "@sedge/features";
import { expect, test } from "vitest";
import { isEnough } from "./enough-session.ts";

const NOW = 1_800_000_000_000;
const pages = (count: number) =>
  Array.from({ length: count }, (_, at): SedgeEvent => ({ kind: "page-view", at: NOW + at, page: "list" })).reduce(
    advance,
    emptySession(NOW),
  );

test("a visit is voted with after three pages, or after one once it is over, and never when nothing was seen", () => {
  expect([0, 1, 2, 3, 9].map((count) => isEnough(pages(count), NOW + 1_000))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  const later = NOW + SESSION_TIMEOUT_MS + 10;
  expect([0, 1, 3].map((count) => isEnough(pages(count), later))).toEqual([false, true, true]);
});
