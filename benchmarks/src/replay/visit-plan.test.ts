import type { ClickSession } from "@sedge/models/clickstream";
import { describe, expect, test } from "vitest";
import { seededRandom } from "@sedge/testbed";
import { planSimulatedDevices, planVisits } from "./visit-plan.ts";

/** Generated visits over generated items, 18 per page as in the recorded shop. */
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
  test("keeps the category and list page of an item", () => {
    const july = sessions.find(({ month }) => month === 7);
    const alone = { ...july, month: 7 } as ClickSession;
    const others = sessions.map((session) => ({ ...session, month: 4 }));
    const [plan] = planVisits([...others, alone], 1, 3);
    const kept = plan?.products.map(({ category, listPage }) => [category, listPage]);
    expect(kept).toEqual(
      alone.clicks.map(({ category, listPage }) => [["trousers", "skirts", "blouses", "sale"][category - 1], listPage]),
    );
  });
  test("includes refusals and device-only visits, and signs in only visitors who agree to link", () => {
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
  test("replays the same visits, which accept all and contribute", () => {
    const [plain, learning] = [planVisits(sessions, 300, 1), planVisits(sessions, 300, 1, true)];
    expect(learning.map(({ products }) => products)).toEqual(plain.map(({ products }) => products));
    expect(learning.every(({ answer, contributes }) => answer === "Accept all" && contributes)).toBe(true);
    expect(plain.some(({ contributes }) => contributes)).toBe(false);
  });
  test("simulates devices for visits that are not replayed", () => {
    const simulated = planSimulatedDevices(sessions, 300, 1_000, 1);
    expect(simulated.length).toBe(700);
    expect(planSimulatedDevices(sessions, 1_000, 1_000, 1)).toEqual([]);
    const chosen = [...planSimulatedDevices(sessions, 0, 300, 1), ...simulated].map(({ id }) => id);
    expect(new Set(chosen).size).toBe(1_000);
    const played = planVisits(sessions, 300, 1).map((plan) => plan.products.length);
    expect(planSimulatedDevices(sessions, 0, 300, 1).map(({ clicks }) => clicks.length)).toEqual(played);
  });
});
