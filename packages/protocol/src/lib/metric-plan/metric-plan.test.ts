import { describe, expect, test } from "vitest";
import { metricPlanWords } from "./metric-plan-words.ts";
import { blocksOfMetric, placesOf } from "./metric-plan.ts";
import { readMetricPlan } from "./read-metric-plan.ts";

const plan = () => ({
  version: 1,
  number: 3,
  site: "demo",
  budget: { epsilon: 3, delta: 1e-6, metricsShare: 0.6 },
  sensitive: ["health", "religion"],
  pages: [
    { name: "Cart", templates: ["/cart"] },
    { name: "Checkout", templates: ["/checkout/:step"] },
  ],
  forms: [{ page: "Checkout", steps: [{ name: "address", selector: "#address" }] }],
  windows: [
    { seconds: 900, minPeople: 500, votes: 6 },
    { seconds: 86_400, minPeople: 2_000, votes: 1, maxFilled: 1 },
  ],
  metrics: [
    {
      id: "stuck",
      question: "Where do people get stuck?",
      kind: "friction",
      windowSeconds: 900,
      part: 0.7,
      totals: 1,
      dimensions: [
        { name: "place", values: ["Cart", "Checkout", "Checkout: address"] },
        { name: "signal", values: ["none", "rage", "dead"] },
      ],
    },
    {
      id: "reach",
      question: "Where does the journey end?",
      kind: "funnel",
      windowSeconds: 86_400,
      part: 0.3,
      dimensions: [{ name: "step", values: ["visit", "cart", "purchase"] }],
    },
  ],
});
type Plan = ReturnType<typeof plan>;

function errorsOf(change: (plan: Plan) => unknown, place = {}): readonly string[] {
  const changed = plan();
  const result = readMetricPlan(change(changed) ?? changed, place);
  return "errors" in result ? result.errors : [];
}

test("reads a plan, and knows its blocks and places", () => {
  const result = readMetricPlan(plan());
  if (!("plan" in result)) throw new Error(result.errors.join("\n"));
  expect(result.plan.metrics.map(blocksOfMetric)).toEqual([[3, 9], [3]]);
  expect(placesOf(result.plan)).toEqual(["Cart", "Checkout", "Checkout: address"]);
});

describe("refuses, in one sentence,", () => {
  const changed = (target: object, changes: Record<string, unknown>) => void Object.assign(target, changes);
  const [metric, dimension] = [
    (one: Plan, changes: Record<string, unknown>) => changed(one.metrics[0] ?? {}, changes),
    (one: Plan, changes: Record<string, unknown>) => changed(one.metrics[0]?.dimensions[0] ?? {}, changes),
  ];
  const many = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
  test.each<[string, (plan: Plan) => unknown, RegExp]>([
    ["no plan at all", () => "hello", /^The plan is not a JSON object\.$/],
    ["another version", (one) => changed(one, { version: 2 }), /version must be 1\.$/],
    [
      "a field that no plan has",
      (one) => changed(one, { callback: "x" }),
      /^The plan has a field that no plan has: callback\.$/,
    ],
    ["a missing field", (one) => ({ ...one, budget: undefined }), /budget/],
    ["values from visitors", (one) => dimension(one, { values: "from: url" }), /must list all of its values\.$/],
    [
      "a parameter as a value",
      (one) => dimension(one, { values: [":step"] }),
      /values from visitors are not counted\.$/,
    ],
    [
      "a parameter inside a value",
      (one) => dimension(one, { values: ["Checkout :step"] }),
      /a parameter, which no metric may contain\.$/,
    ],
    ["any value", (one) => dimension(one, { values: ["*"] }), /values from visitors are not counted\.$/],
    ["an order number", (one) => dimension(one, { values: ["order 1234567"] }), /looks like an identifier/],
    [
      "an e-mail address",
      (one) => dimension(one, { values: ["jane@example.com"] }),
      /values from visitors are not counted\.$/,
    ],
    [
      "an address",
      (one) => dimension(one, { values: ["https://shop.example/x"] }),
      /looks like an identifier, an address/,
    ],
    [
      "free text",
      (one) => dimension(one, { values: ["a sentence that somebody has typed into a field of a form"] }),
      /free text is not counted\.$/,
    ],
    [
      "a sensitive value",
      (one) => dimension(one, { values: ["Mental Health"] }),
      /^The value "Mental Health" of "stuck" contains "health", which this site calls sensitive\.$/,
    ],
    [
      "a sensitive dimension",
      (one) => dimension(one, { name: "religion" }),
      /^The dimension "religion" of "stuck" contains/,
    ],
    [
      "a sensitive page",
      (one) => changed(one.pages[0] ?? {}, { name: "Health advice" }),
      /^The page "Health advice" contains/,
    ],
    [
      "another kind",
      (one) => metric(one, { kind: "fingerprint" }),
      /^The plan's metrics 1, kind must be one of friction, /,
    ],
    ["a question that is none", (one) => metric(one, { question: "Stuck" }), /must be a question/],
    [
      "a window that the plan lacks",
      (one) => metric(one, { windowSeconds: 3_600 }),
      /^"stuck" is answered every 3600 seconds, and the plan has no such window\.$/,
    ],
    ["too many totals", (one) => metric(one, { totals: 2 }), /^"stuck" has totals of 2 dimensions, and may have 1\.$/],
    ["two metrics of one name", (one) => metric(one, { id: "reach" }), /^Two metrics are called "reach"\.$/],
    [
      "a value twice",
      (one) => dimension(one, { values: ["Cart", "Cart"] }),
      /^The dimension "place" of "stuck" has the value "Cart" twice\.$/,
    ],
    [
      "too many buckets",
      (one) =>
        metric(one, {
          dimensions: [
            { name: "place", values: many(256) },
            { name: "signal", values: many(4) },
          ],
        }),
      /^The window of 900 seconds has 1280 buckets, and may have 1024\.$/,
    ],
    [
      "parts of more than all",
      (one) => metric(one, { part: 0.8 }),
      /^The metrics' parts add up to 1.1, and may add up to 1\.$/,
    ],
    ["too much ε", (one) => changed(one.budget, { epsilon: 3.01 }), /epsilon must be at most 3 in 28 days\.$/],
    ["a large δ", (one) => changed(one.budget, { delta: 1e-3 }), /delta must be at most 0\.000001\.$/],
    [
      "few people",
      (one) => changed(one.windows[0] ?? {}, { minPeople: 499 }),
      /^The window of 900 seconds opens with 499 people, and needs at least 500\.$/,
    ],
    [
      "a short window",
      (one) => changed(one, { windows: [{ seconds: 60, minPeople: 500, votes: 1 }] }),
      /is shorter than 900 seconds\.$/,
    ],
    [
      "a window that divides no week",
      (one) => changed(one.windows[0] ?? {}, { seconds: 1_700 }),
      /^The window of 1700 seconds does not divide a week\.$/,
    ],
    [
      "a window without metrics",
      (one) => changed(one.windows[1] ?? {}, { seconds: 3_600 }),
      /^The window of 3600 seconds has no metric\.$/,
    ],
    [
      "more filled blocks than there are",
      (one) => changed(one.windows[1] ?? {}, { maxFilled: 2 }),
      /cannot fill more than its 1 blocks\.$/,
    ],
    [
      "a form without its page",
      (one) => changed(one.forms[0] ?? {}, { page: "Basket" }),
      /^A form is on the page "Basket", which is not declared\.$/,
    ],
    [
      "a template of two pages",
      (one) => changed(one.pages[0] ?? {}, { templates: ["/checkout/:step"] }),
      /belongs to two pages\.$/,
    ],
    ["a template with a query", (one) => changed(one.pages[0] ?? {}, { templates: ["/s?q=:q"] }), /must be a path/],
  ])("%s", (_, change, sentence) => {
    const errors = errorsOf(change);
    expect(
      errors.some((error) => sentence.test(error)),
      errors.join("\n"),
    ).toBe(true);
    for (const error of errors) expect(error).toMatch(/^[^\n]+\.$/);
  });
});

test("names all mistakes at once, those of form and those of sense", () => {
  const errors = errorsOf((one) => {
    Object.assign(one.budget, { epsilon: 9 });
    Object.assign(one.metrics[1] ?? {}, { windowSeconds: 7_200 });
    Object.assign(one.windows[0] ?? {}, { minPeople: 3 });
  });
  expect(errors).toEqual([
    "The plan's budget, epsilon must be at most 3 in 28 days.",
    "The window of 900 seconds opens with 3 people, and needs at least 500.",
    "The window of 86400 seconds has no metric.",
    '"reach" is answered every 7200 seconds, and the plan has no such window.',
  ]);
});

test("windows may be short and small on a loopback address alone", () => {
  const small = (one: Plan) => {
    one.windows = [{ seconds: 60, minPeople: 2, votes: 6 }];
    one.metrics = one.metrics.map((metric) => ({ ...metric, windowSeconds: 60 }));
  };
  expect(errorsOf(small, { isLoopback: true })).toEqual([]);
  expect(errorsOf(small)).toHaveLength(2);
});

test("visitors can read the plan in words", () => {
  const result = readMetricPlan(plan());
  if (!("plan" in result)) throw new Error("the plan is valid");
  expect(metricPlanWords(result.plan)).toEqual([
    'The site "demo" counts what happens to its visitors. This is its metric plan number 3.',
    "At most 6 times in 28 days, your device answers this question about the last 15 minutes.",
    "The answers are opened only as sums over at least 500 people, with noise added.",
    "Where do people get stuck? Possible answers: place (Cart, Checkout and Checkout: address); signal (none, rage and dead).",
    "At most 1 time in 28 days, your device answers this question about the last 1 day.",
    "The answers are opened only as sums over at least 2,000 people, with noise added.",
    "Where does the journey end? Possible answers: step (visit, cart and purchase).",
    "Each answer leaves your device as two random shares, one for each of two operators; neither can read it alone.",
    "Together with what your device contributes to clusters, this costs at most ε = 3 of privacy in any 28 days.",
    "No address of a page, no text and no name is part of an answer.",
  ]);
});
