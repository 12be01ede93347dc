import type { ClickSession } from "@sedge/models/clickstream";
import { describe, expect, test } from "vitest";
import { seededRandom } from "@sedge/testbed";
import { planCrowd, planVisits } from "./visit-plan.ts";

/** Made-up visits over made-up items, 18 a page, as the recorded shop has them. */
function madeUpSessions(count: number): ClickSession[] {
  const random = seededRandom(7);
  const sizes = [43, 34, 58, 82];
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    month: 4 + (index % 4),
    day: 1,
    clicks: Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
      const category = 1 + Math.floor(random() * 4);
      const place = Math.floor(random() * (sizes[category - 1] ?? 1));
      return { category, item: place + 1, price: 30, priceAboveMean: false, listPage: Math.floor(place / 18) + 1 };
    }),
  }));
}

const sessions = madeUpSessions(4_000);

describe("planVisits", () => {
  test("chooses different visits of July, the same for the same seed", () => {
    const plans = planVisits(sessions, 300, 1);
    expect(plans.length).toBe(300);
    expect(planVisits(sessions, 300, 1)).toEqual(plans);
    expect(planVisits(sessions, 300, 2)).not.toEqual(plans);
    expect(planVisits(sessions, 99_999, 1).length).toBe(1_000);
  });
  test("an item keeps its category and its list page", () => {
    const july = sessions.find(({ month }) => month === 7);
    const alone = { ...july, month: 7 } as ClickSession;
    const others = sessions.map((session) => ({ ...session, month: 4 }));
    const [plan] = planVisits([...others, alone], 1, 3);
    const kept = plan?.products.map(({ category, listPage }) => [category, listPage]);
    expect(kept).toEqual(
      alone.clicks.map(({ category, listPage }) => [["trousers", "skirts", "blouses", "sale"][category - 1], listPage]),
    );
  });
  test("some refuse, some stay on their device, and who did not agree to link does not sign in", () => {
    const plans = planVisits(sessions, 1_000, 5);
    const share = (fits: (plan: (typeof plans)[number]) => boolean) => plans.filter(fits).length / plans.length;
    expect(share(({ answer }) => answer === "Refuse")).toBeGreaterThan(0.02);
    expect(share(({ answer }) => answer === "Only on this device")).toBeGreaterThan(0.03);
    expect(share(({ signsIn }) => signsIn !== undefined)).toBeGreaterThan(0.1);
    expect(share(({ searches, buys }) => searches || buys)).toBeGreaterThan(0.1);
    expect(plans.some(({ answer, signsIn }) => answer !== "Accept all" && signsIn)).toBe(false);
  });
});

describe("with learning", () => {
  test("the same visits are played, by people who accept all and contribute", () => {
    const [plain, learning] = [planVisits(sessions, 300, 1), planVisits(sessions, 300, 1, true)];
    expect(learning.map(({ products }) => products)).toEqual(plain.map(({ products }) => products));
    expect(learning.every(({ answer, contributes }) => answer === "Accept all" && contributes)).toBe(true);
    expect(plain.some(({ contributes }) => contributes)).toBe(false);
  });
  test("the crowd are the visits that are not played", () => {
    const crowd = planCrowd(sessions, 300, 1_000, 1);
    expect(crowd.length).toBe(700);
    expect(planCrowd(sessions, 1_000, 1_000, 1)).toEqual([]);
    const chosen = [...planCrowd(sessions, 0, 300, 1), ...crowd].map(({ id }) => id);
    expect(new Set(chosen).size).toBe(1_000);
    const played = planVisits(sessions, 300, 1).map((plan) => plan.products.length);
    expect(planCrowd(sessions, 0, 300, 1).map(({ clicks }) => clicks.length)).toEqual(played);
  });
});
