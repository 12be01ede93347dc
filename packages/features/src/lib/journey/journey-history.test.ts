import * as v from "valibot";
import { expect, test } from "vitest";
import type { SedgeEvent } from "../event.ts";
import { advance, emptySession, type Session } from "../session.ts";
import { JourneyHistory, journeyOf, withSession } from "./journey-history.ts";

const DAY = 86_400_000;
const START = 20_000 * DAY + 10 * 3_600_000;
const visit = (at: number, number: number, ...events: SedgeEvent[]): Session => ({
  ...events.reduce(advance, emptySession(at)),
  visit: number,
});
const look = (at: number): SedgeEvent => ({ kind: "page-view", at, page: "product" });

test("a stage keeps the day on which it began, from visit to visit", () => {
  const first = withSession(undefined, visit(START, 1, look(START)));
  expect(journeyOf(first)).toEqual({ stage: "first-visit", since: "2024-10-04" });
  const second = withSession(first, visit(START + 2 * DAY, 2, look(START + 2 * DAY)));
  expect(journeyOf(second)).toEqual({ stage: "consider", since: "2024-10-06" });
  const third = withSession(second, visit(START + 5 * DAY, 3, look(START + 5 * DAY)));
  expect(journeyOf(third)).toEqual({ stage: "consider", since: "2024-10-06" });
});

test("a visit is looked at as often as it likes, and counts once", () => {
  const before = withSession(undefined, visit(START, 1, look(START)));
  const late = START + 100 * DAY;
  const once = withSession(before, visit(late, 2, look(late)));
  expect(once).toMatchObject({ stage: "lapse", beforeDay: 20_000 });
  expect(withSession(once, visit(late, 2, look(late)))).toEqual(once);
  // Over midnight it is still the same visit, and the one before is still the one before.
  const longer = withSession(once, { ...visit(late, 2, look(late)), lastAt: late + DAY });
  expect(longer).toMatchObject({ beforeDay: 20_000, visit: { lastDay: 20_101 } });
});

test("what was bought is remembered when its visit is over", () => {
  const bought = withSession(undefined, visit(START, 1, { kind: "purchase", at: START }));
  expect(bought.stage).toBe("buy");
  const next = START + 10 * DAY;
  const later = withSession(bought, visit(next, 2, look(next)));
  expect(later).toMatchObject({ stage: "use", boughtDay: 20_000, sinceDay: 20_010 });
  expect(v.parse(JourneyHistory, JSON.parse(JSON.stringify(later)))).toEqual(later);
});
