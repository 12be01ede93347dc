import { expect, test } from "vitest";
import { targetOf, textClasses } from "./text-classes.ts";
import { TEXT_PLAN, type TextPlan } from "./text-plan.ts";

const plan: TextPlan = { ...TEXT_PLAN, name: "sample", version: "1.0.0", seed: 1 };
const row = (...labels: readonly string[]) => ({ text: "", labels });

test("classes are the labels, sorted, with words of their own, and oos is none of them", () => {
  const data = { train: [row("Where_is_it"), row("a b"), row("oos")], validation: [row("a b")] };
  const found = textClasses(data, plan);
  expect(found.classes).toEqual([
    { code: "Where_is_it", label: "where is it" },
    { code: "a b", label: "a b" },
  ]);
  expect(found.hasBackground).toBe(true);
  expect([...targetOf(["a b"], found, "softmax", 0.3)].map((share) => Math.round(share * 10))).toEqual([1, 8, 1]);
  expect([...targetOf(["oos"], found, "softmax", 0)]).toEqual([0, 0, 1]);
});

test("a plan's own classes keep their order, and a sigmoid can predict several or none", () => {
  const classes = ["z", "y", "x"].map((code) => ({ code, label: code }));
  const found = textClasses({ train: [row("x", "z"), row()], validation: [] }, { ...plan, classes, answer: "sigmoid" });
  expect(found.hasBackground).toBe(false);
  expect([...targetOf(["x", "z"], found, "sigmoid", 0.1)]).toEqual([1, 0, 1]);
  expect([...targetOf([], found, "sigmoid", 0.1)]).toEqual([0, 0, 0]);
});
