import { expect, test } from "vitest";
import type { Arrival } from "./arrival.ts";
import { featureRecord } from "./feature-record.ts";
import { advance, emptySession, SESSION_TIMEOUT_MS } from "./session.ts";

const START = Date.UTC(2026, 10, 22);
const byEmail: Arrival = { channel: "email", source: "campaign" };
const byAd: Arrival = { channel: "ad", source: "click-mark" };
const direct: Arrival = { channel: "direct", source: "none" };
const view = (at: number, arrival?: Arrival) => ({ kind: "page-view", at: START + at, page: "home", arrival }) as const;

test("a session goes by the last arrival that names a channel, and a new session begins without one", () => {
  const first = advance(emptySession(START), view(1, direct));
  expect(first.arrival).toEqual(direct);
  const named = advance(advance(first, view(2, byEmail)), view(3));
  expect(named.arrival).toEqual(byEmail);
  expect(advance(named, view(4, direct)).arrival).toEqual(byEmail);
  expect(advance(named, view(5, byAd)).arrival).toEqual(byAd);
  expect(advance(named, view(4 + SESSION_TIMEOUT_MS)).arrival).toBeUndefined();
});

test("is not a feature of any model or codebook", () => {
  const one = featureRecord(advance(emptySession(START), view(1, byEmail)));
  expect(one).toEqual(featureRecord(advance(emptySession(START), view(1))));
});
