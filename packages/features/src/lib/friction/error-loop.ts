import * as v from "valibot";
import type { SedgeEvent } from "../event.ts";
import { oneMore } from "../tally.ts";

/**
 * An error this soon after a click is put down to it, in milliseconds. Nielsen's limit for an answer that still feels
 * like the click's own is one second; a second more for slow devices, as for dead clicks.
 */
const ERROR_AFTER_CLICK_MS = 2_000;
/** Two failed clicks on one page within this time are one attempt at one thing, in milliseconds. */
const RETRY_WITHIN_MS = 60_000;

const time = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Clicks on the open page that ended in an error, as far as a loop of them needs. */
export const ErrorLoop = v.strictObject({
  /** The last click that no error was put down to yet, milliseconds since 1970. */
  clickAt: v.nullable(time),
  failedAt: v.nullable(time),
  /** Failed clicks that came after another failed click on the same page within a minute. */
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type ErrorLoop = v.InferOutput<typeof ErrorLoop>;

export const NO_ERROR_LOOP: ErrorLoop = { clickAt: null, failedAt: null, count: 0 };

/** The loop after one event more. Errors that no click went before are the page's own affair and count for nothing. */
export function afterErrorOrClick(loop: ErrorLoop, event: SedgeEvent): ErrorLoop {
  switch (event.kind) {
    case "page-view":
      return { ...NO_ERROR_LOOP, count: loop.count };
    case "click":
      return { ...loop, clickAt: event.at };
    case "error": {
      if (loop.clickAt === null || event.at - loop.clickAt > ERROR_AFTER_CLICK_MS) return loop;
      const again = loop.failedAt !== null && event.at - loop.failedAt <= RETRY_WITHIN_MS;
      return { clickAt: null, failedAt: event.at, count: again ? oneMore(loop.count) : loop.count };
    }
    default:
      return loop;
  }
}
