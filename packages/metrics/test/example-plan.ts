import type { MetricPlan } from "@sedge/protocol/metric-plan";
import { readPlan } from "../src/answers.ts";

/** A plan with one metric of each kind; JSON as a site writes it. */
export const EXAMPLE_PLAN = {
  version: 1,
  number: 1,
  site: "demo",
  budget: { epsilon: 3, delta: 1e-6, metricsShare: 0.7 },
  sensitive: ["health"],
  pages: [
    { name: "Cart", templates: ["/cart"] },
    { name: "Checkout", templates: ["/checkout/:step"] },
  ],
  forms: [
    {
      page: "Checkout",
      steps: [
        { name: "address", selector: "#address" },
        { name: "payment", selector: "#payment" },
      ],
    },
  ],
  windows: [
    { seconds: 900, minPeople: 500, votes: 5 },
    { seconds: 86_400, minPeople: 1_000, votes: 3, maxFilled: 4 },
  ],
  metrics: [
    {
      id: "stuck",
      question: "Where do people get stuck?",
      kind: "friction",
      windowSeconds: 900,
      part: 0.3,
      totals: 1,
      dimensions: [
        { name: "place", values: ["Cart", "Checkout: address", "Checkout: payment"] },
        { name: "signal", values: ["none", "error-loop", "rage"] },
      ],
    },
    {
      id: "contacts",
      question: "Why do people contact us, and was it solved?",
      kind: "contact",
      windowSeconds: 900,
      part: 0.2,
      dimensions: [
        { name: "intent", values: ["delivery", "refund", "other"] },
        { name: "channel", values: ["chat", "call-centre"] },
        { name: "outcome", values: ["solved", "came-back", "unknown"] },
        { name: "frustration", values: ["calm", "frustrated"] },
      ],
    },
    {
      id: "ways",
      question: "How do channels work together?",
      kind: "transition",
      windowSeconds: 86_400,
      part: 0.1,
      dimensions: [
        { name: "previous", values: ["none", "web", "email"] },
        { name: "current", values: ["web", "call-centre"] },
        { name: "stage", values: ["consider", "trouble"] },
      ],
    },
    {
      id: "reach",
      question: "Where does the journey end?",
      kind: "funnel",
      windowSeconds: 900,
      part: 0.1,
      dimensions: [{ name: "step", values: ["visit", "cart", "address", "purchase"] }],
    },
    {
      id: "sources",
      question: "What leads to a purchase?",
      kind: "conversion",
      windowSeconds: 86_400,
      part: 0.1,
      dimensions: [
        { name: "source", values: ["search", "spring-sale", "other"] },
        { name: "cluster", values: ["c1", "c2"] },
        { name: "outcome", values: ["nothing", "cart", "purchase-1", "purchase-7", "purchase-30"] },
        { name: "value", values: ["none", "0", "50", "150"] },
      ],
    },
    {
      id: "models",
      question: "Are the models right?",
      kind: "prediction",
      windowSeconds: 86_400,
      part: 0.1,
      dimensions: [
        { name: "model", values: ["propensity", "return"] },
        { name: "probability", values: ["0", "0.2", "0.4", "0.6", "0.8"] },
        { name: "outcome", values: ["yes", "no"] },
      ],
    },
    {
      id: "help",
      question: "Does help pay?",
      kind: "uplift",
      windowSeconds: 86_400,
      part: 0.05,
      dimensions: [
        { name: "rule", values: ["offer-help"] },
        { name: "arm", values: ["treated", "held-out"] },
        { name: "outcome", values: ["bought", "left"] },
      ],
    },
    {
      id: "agree",
      question: "Who agrees to what?",
      kind: "consent",
      windowSeconds: 86_400,
      part: 0.05,
      dimensions: [
        { name: "purpose", values: ["classify", "link"] },
        { name: "answer", values: ["yes", "no"] },
      ],
    },
  ],
};

/** The plan, read. */
export function examplePlan(): MetricPlan {
  const result = readPlan(EXAMPLE_PLAN);
  if ("errors" in result) throw new Error(result.errors.join("\n"));
  return result.plan;
}
