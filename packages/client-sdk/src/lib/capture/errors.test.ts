import { expect, test } from "vitest";
import { SedgeError } from "../sedge-error.ts";
import type { CaptureContext } from "./capture-context.ts";
import { captureErrors } from "./errors.ts";

/** How many errors are reported after these events, the page left between the two lists. */
function reported(...pages: readonly (readonly Event[])[]): number {
  let count = 0;
  const leave: (() => void)[] = [];
  const window = new EventTarget();
  const navigations = { onLeave: (listener: () => void) => leave.push(listener), onEnter: () => undefined };
  const context = {
    window,
    now: () => 1,
    emit: () => (count += 1),
    navigations,
  } as unknown as CaptureContext;
  captureErrors(context);
  for (const events of pages) {
    for (const event of events) window.dispatchEvent(event);
    for (const listener of leave) listener();
  }
  return count;
}

const thrown = (message: string, error?: unknown) => Object.assign(new Event("error"), { message, error });
const rejected = (reason: unknown) => Object.assign(new Event("unhandledrejection"), { reason });

test("an error and a rejection count, each time", () => {
  const error = new Error("x");
  expect(reported([thrown("Uncaught Error: x", error), thrown("Uncaught Error: x", error), rejected(error)])).toBe(3);
  expect(reported([rejected(undefined), rejected("text")])).toBe(2);
});

test("notices of a ResizeObserver and rejections of Sedge are no errors", () => {
  const notices = [
    "ResizeObserver loop limit exceeded",
    "ResizeObserver loop completed with undelivered notifications.",
    "Uncaught Error: ResizeObserver loop limit exceeded",
  ];
  expect(reported(notices.map((message) => thrown(message)))).toBe(0);
  expect(
    reported([rejected(new SedgeError("stopped", "It was stopped.")), thrown("x", new SedgeError("stopped", "x"))]),
  ).toBe(0);
});

test("what another origin's script throws counts once a page", () => {
  const withheld = [thrown("Script error."), thrown("Script error."), thrown("Script error")];
  expect(reported(withheld)).toBe(1);
  expect(reported(withheld, withheld)).toBe(2);
});
