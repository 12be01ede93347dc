import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sqliteStorage } from "../../test/sqlite-storage.ts";
import { AlarmScheduler } from "./alarm-scheduler.ts";

const NOW = 1_790_000_000_000;
beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => vi.useRealTimers());

test("schedules an alarm, brings it forward, and never puts it off", async () => {
  const storage = sqliteStorage();
  const alarms = new AlarmScheduler(storage);
  await alarms.scheduleWithin(5_000);
  expect(await storage.getAlarm()).toBe(NOW + 5_000);
  await alarms.scheduleWithin(9_000);
  expect(await storage.getAlarm()).toBe(NOW + 5_000);
  await alarms.scheduleWithin(2_000);
  expect(await storage.getAlarm()).toBe(NOW + 2_000);
  vi.advanceTimersByTime(1_500);
  await alarms.scheduleWithin(1_000);
  expect(await storage.getAlarm()).toBe(NOW + 2_000);
});
