import { expect, test } from "vitest";
import type { SedgeEvent } from "../event.ts";
import { advance, emptySession } from "../session.ts";
import { type EarlierVisits, journeyStage } from "./journey-stage.ts";

const NEVER: EarlierVisits = { daysAway: null, daysSinceBought: null };
const view = (at: number, item = at): SedgeEvent => ({
  kind: "page-view",
  at,
  page: "product",
  item,
  category: 1,
  price: 9,
});
const views = (count: number) => Array.from({ length: count }, (_, index) => view(index + 1));
const visited = (events: readonly SedgeEvent[], visit = 1) => ({ ...events.reduce(advance, emptySession(0)), visit });
const help = (at: number): SedgeEvent => ({ kind: "page-view", at, page: "support" });

test.each([
  ["first-visit", visited(views(2)), NEVER],
  ["consider", visited(views(3)), NEVER],
  ["consider", visited(views(1), 2), { daysAway: 89, daysSinceBought: null }],
  ["lapse", visited(views(2), 2), { daysAway: 90, daysSinceBought: 100 }],
  ["use", visited(views(3), 2), { daysAway: 90, daysSinceBought: 100 }],
  ["use", visited(views(1), 2), { daysAway: 1, daysSinceBought: 365 }],
  ["consider", visited(views(1), 2), { daysAway: 1, daysSinceBought: 366 }],
  ["intend", visited([...views(1), { kind: "cart-add", at: 5 }]), { daysAway: 200, daysSinceBought: 300 }],
  ["consider", visited([...views(3), { kind: "cart-add", at: 5 }, { kind: "cart-remove", at: 6 }]), NEVER],
  [
    "buy",
    visited([
      { kind: "cart-add", at: 5 },
      { kind: "checkout-start", at: 6 },
    ]),
    NEVER,
  ],
  ["buy", visited([{ kind: "purchase", at: 5 }]), { daysAway: null, daysSinceBought: 0 }],
  [
    "trouble",
    visited([{ kind: "purchase", at: 1 }, help(2), { kind: "custom", name: "contact", at: 3 }, help(4), help(5)]),
    NEVER,
  ],
] as const)("%s", (stage, session, earlier) => {
  expect(journeyStage(session, earlier)).toBe(stage);
});
