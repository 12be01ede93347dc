import { onTestFinished, vi } from "vitest";

/** Stops the clock at the start of the next minute until the test ends: a slow machine spends a minute's budget in one minute. */
export function stopClockAtMinute(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Math.ceil(Date.now() / 60_000) * 60_000 });
  onTestFinished(() => void vi.useRealTimers());
}
