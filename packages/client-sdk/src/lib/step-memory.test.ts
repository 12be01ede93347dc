import { expect, test } from "vitest";
import { NO_STEPS, enterPage, noteStep } from "./step-memory.ts";

test("a checkout of two pages and its confirmation are one step each, reloads included", () => {
  const steps: unknown[] = [];
  let memory = NO_STEPS;
  for (const kind of ["cart", "checkout", "checkout", "confirmation", "confirmation", "home"] as const) {
    const entered = enterPage(memory, kind);
    memory = entered.memory;
    steps.push(entered.step);
  }
  expect(steps).toEqual([undefined, "checkout-start", undefined, "purchase", undefined, undefined]);
});

test("a button that announces the step counts, and not the page that follows", () => {
  const cart = enterPage(NO_STEPS, "cart").memory;
  const pressed = noteStep(cart, "checkout-start");
  expect(pressed).not.toBeNull();
  expect(noteStep(pressed ?? cart, "checkout-start")).toBeNull();
  const { memory, step } = enterPage(pressed ?? cart, "checkout");
  expect(step).toBeUndefined();
  expect(noteStep(memory, "checkout-start")).toBeNull();
  expect(noteStep(memory, "purchase")).not.toBeNull();
});

test("buying twice is two purchases", () => {
  let { memory } = enterPage(NO_STEPS, "confirmation");
  memory = enterPage(memory, "home").memory;
  expect(enterPage(memory, "confirmation").step).toBe("purchase");
});
