import type { Metric } from "@sedge/protocol/metric-plan";
import { describe, expect, test } from "vitest";
import { EXAMPLE_PLAN, examplePlan } from "../../../test/example-plan.ts";
import { contactOutcome } from "./contact.ts";
import { conversionOutcome } from "./conversion.ts";
import { answerOf, type MetricFacts } from "./kinds.ts";
import { readPlan } from "./read-plan.ts";
import { isHeldOut } from "./uplift.ts";

const plan = examplePlan();
function metric(id: string): Metric {
  const found = plan.metrics.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no metric ${id}`);
  return found;
}
const first = () => 0;
const answered = (id: string, facts: MetricFacts, choose: (count: number) => number = first) =>
  answerOf(metric(id), facts, choose);

describe("the rules from facts to an answer", () => {
  test("friction: the gravest listed signal of a drawn place, or none", () => {
    const friction = {
      visits: [
        { place: "Home", signals: ["rage"] as const },
        { place: "Cart", signals: ["repeated-search"] as const },
        { place: "Checkout: address", signals: ["rage", "error-loop", "dead"] as const },
      ],
    };
    expect(answered("stuck", { friction })).toEqual({ place: "Cart", signal: "none" });
    expect(answered("stuck", { friction }, (count) => count - 1)).toEqual({
      place: "Checkout: address",
      signal: "error-loop",
    });
    expect(answered("stuck", { friction: { visits: [{ place: "Home", signals: ["rage"] }] } })).toBeNull();
  });

  test("funnel: the last declared step, whatever was skipped", () => {
    expect(answered("reach", { funnel: { reached: ["address", "visit"] } })).toEqual({ step: "address" });
    expect(answered("reach", { funnel: { reached: ["elsewhere"] } })).toBeNull();
  });

  test("conversion: a value only with a purchase, by the highest bound that it reaches", () => {
    const at = (outcome: "cart" | "purchase-7", value: number | null) =>
      answered("sources", { conversion: { source: "search", cluster: "c2", outcome, value } })?.["value"];
    expect([at("purchase-7", 149.99), at("purchase-7", 150), at("purchase-7", -5), at("cart", 80)]).toEqual([
      "50",
      "150",
      "0",
      "none",
    ]);
  });

  test("prediction: probabilities by bucket, of the listed models", () => {
    const predictions = [
      { model: "unknown", probability: 0.1, hasHappened: true },
      { model: "return", probability: 0.79, hasHappened: false },
    ];
    expect(answered("models", { prediction: { predictions } })).toEqual({
      model: "return",
      probability: "0.6",
      outcome: "no",
    });
  });

  test("contact, transition, uplift and consent: one of several, drawn", () => {
    const last = (count: number) => count - 1;
    const contacts = [
      { intent: "refund", channel: "chat", outcome: "solved", frustration: "calm" } as const,
      { intent: "delivery", channel: "call-centre", outcome: "came-back", frustration: "frustrated" } as const,
    ];
    expect(answered("contacts", { contact: { contacts } }, last)).toEqual(contacts[1]);
    const transitions = [{ previous: "email", current: "call-centre", stage: "trouble" } as const];
    expect(answered("ways", { transition: { transitions } }, last)).toEqual(transitions[0]);
    const draws = [{ rule: "offer-help", arm: "held-out", outcome: "bought" } as const];
    expect(answered("help", { uplift: { draws } }, last)).toEqual(draws[0]);
    const answers = [{ purpose: "classify", answer: "yes" } as const, { purpose: "link", answer: "no" } as const];
    expect(answered("agree", { consent: { answers } }, last)).toEqual(answers[1]);
  });

  test("a metric without facts, or with empty ones, does not apply", () => {
    expect(plan.metrics.map(({ id }) => answered(id, {}))).toEqual(plan.metrics.map(() => null));
    expect(answered("contacts", { contact: { contacts: [] } })).toBeNull();
  });
});

describe("outcomes that need time", () => {
  const DAY = 86_400;
  test("nothing of a contact is known until it came back or its day is over", () => {
    const contact = { at: 1_000, isSolved: true, nextAt: null };
    expect(contactOutcome(contact, 1_000 + DAY - 1)).toBeNull();
    expect(contactOutcome(contact, 1_000 + DAY)).toEqual({ outcome: "solved", knownAt: 1_000 + DAY });
    expect(contactOutcome({ ...contact, isSolved: false }, 1_000 + 2 * DAY)?.outcome).toBe("unknown");
    expect(contactOutcome({ ...contact, nextAt: 5_000 }, 5_000)).toEqual({ outcome: "came-back", knownAt: 5_000 });
    // The next contact lies in the future, or came after the day.
    expect(contactOutcome({ ...contact, nextAt: 5_000 }, 4_000)).toBeNull();
    expect(contactOutcome({ ...contact, nextAt: 1_000 + DAY }, 9 * DAY)?.outcome).toBe("solved");
  });

  test("an arrival is known at its purchase, or after 30 days", () => {
    const arrival = { at: 0, cartAt: 50, purchaseAt: null };
    expect(conversionOutcome(arrival, 30 * DAY - 1)).toBeNull();
    expect(conversionOutcome(arrival, 30 * DAY)).toEqual({ outcome: "cart", knownAt: 30 * DAY });
    expect(conversionOutcome({ ...arrival, cartAt: null }, 31 * DAY)?.outcome).toBe("nothing");
    const bought = (day: number) => conversionOutcome({ ...arrival, purchaseAt: day * DAY }, 60 * DAY)?.outcome;
    expect([0.5, 1, 6.9, 7, 29, 30].map(bought)).toEqual([
      "purchase-1",
      "purchase-7",
      "purchase-7",
      "purchase-30",
      "purchase-30",
      "cart",
    ]);
  });
});

test("a hold-out is the same for a person and rule, and takes its share of people", () => {
  const secret = (number: number) =>
    new Uint8Array(16)
      .fill(7)
      .with(0, number & 255)
      .with(1, number >> 8);
  const people = Array.from({ length: 4_000 }, (_, index) => index);
  const held = people.filter((number) => isHeldOut(secret(number), "offer-help", 0.2));
  // Four standard deviations of a binomial: 4 · √(4,000 · .2 · .8) = 101.
  expect(Math.abs(held.length - 800)).toBeLessThan(101);
  expect(people.filter((number) => isHeldOut(secret(number), "offer-help", 0.2))).toEqual(held);
  const both = held.filter((number) => isHeldOut(secret(number), "another", 0.2)).length;
  expect(Math.abs(both - held.length / 5)).toBeLessThan(4 * Math.sqrt(held.length * 0.16));
});

describe("refuses a plan whose metric breaks the rules of its kind", () => {
  function errorsOf(change: (metrics: typeof EXAMPLE_PLAN.metrics) => void): readonly string[] {
    const changed = structuredClone(EXAMPLE_PLAN);
    change(changed.metrics);
    const result = readPlan(changed);
    return "errors" in result ? result.errors : [];
  }
  const values = (metric: number, dimension: number, values: string[]) =>
    errorsOf((metrics) => Object.assign(metrics[metric]?.dimensions[dimension] ?? {}, { values }));

  test("with other dimensions", () => {
    expect(errorsOf((metrics) => metrics[3]?.dimensions.push({ name: "page", values: ["a"] }))).toEqual([
      '"reach" counts funnel, so its dimensions must be step.',
    ]);
  });
  test("with places that are not declared, and without none", () => {
    expect(values(0, 0, ["Cart", "Basket"])).toEqual([
      'The dimension "place" of "stuck" has the value "Basket", which is not one of Cart, Checkout, Checkout: address, Checkout: payment.',
    ]);
    expect(values(0, 1, ["rage"])).toEqual(['The dimension "signal" of "stuck" lacks the value "none".']);
  });
  test("with numbers out of order, and says so beside the mistakes of the protocol", () => {
    expect(values(5, 1, ["0.5", "0.2"])).toEqual([
      'The dimension "probability" of "models" must list numbers in ascending order.',
    ]);
    expect(
      errorsOf((metrics) => {
        Object.assign(metrics[5]?.dimensions[1] ?? {}, { values: ["many"] });
        Object.assign(metrics[1] ?? {}, { part: 2 });
      }),
    ).toHaveLength(2);
  });
});
