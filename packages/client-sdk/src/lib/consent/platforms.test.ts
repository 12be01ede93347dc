import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PlatformSeen, Platforms } from "./platform-reader.ts";
import { watchPlatforms } from "./platform-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page that is watched, as it may get a platform at any time. */
function watched(globals: object = {}) {
  const window = Object.assign(new EventTarget(), globals) as unknown as Platforms;
  const seen: [string, readonly string[]][] = [];
  const end = new AbortController();
  const note: PlatformSeen = (source, { purposes }) => void seen.push([source, purposes]);
  watchPlatforms(window, {}, note, end.signal);
  return { window, seen, end };
}
const denied = () => ({ sedge_consent_update: { analytics_storage: "denied" } });
const tcData = (storage: boolean) => ({
  tcString: "CQ",
  eventStatus: "useractioncomplete",
  gdprApplies: true,
  purpose: { consents: { 1: storage, 5: true } },
});

test("a platform is found an hour after the page was opened, and a list in place of the first is read too", async () => {
  const { window, seen, end } = watched();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(seen).toEqual([]);
  window.dataLayer = [];
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.dynamicImportSettled();
  window.dataLayer = [denied()];
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual([["google-consent-mode", []]]);
  end.abort();
});

test("a page in a frame reads the TCF platform of a page around it", async () => {
  const calls: unknown[] = [];
  const top = { frames: { __tcfapiLocator: {} }, postMessage: (call: unknown) => void calls.push(call) };
  Object.assign(top, { parent: top });
  const between = { frames: {}, parent: top };
  const { window, seen, end } = watched({ parent: between });
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toMatchObject([{ __tcfapiCall: { command: "addEventListener", version: 2 } }]);
  const { callId } = Reflect.get(Object(calls[0]), "__tcfapiCall") as { callId: string };
  const answer = (source: unknown, returnValue: unknown) =>
    window.dispatchEvent(
      Object.assign(new Event("message"), {
        source,
        data: JSON.stringify({ __tcfapiReturn: { callId, returnValue } }),
      }),
    );
  answer({}, tcData(true));
  answer(top, tcData(false));
  vi.useRealTimers();
  await vi.waitFor(() => expect(seen).toEqual([["tcf", []]]));
  end.abort();
});
