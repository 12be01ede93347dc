import { expect, test } from "vitest";
import { profileFeatures, profilePoint } from "./profile-space.ts";

const channels = [
  { channel: "web", features: [{ name: "depth", neutral: 0.4 }] },
  { channel: "shop-till", features: [{ name: "spend", neutral: 0.6 }, { name: "visits", neutral: 0.5 }] },
] as const;

test("every channel's features have a name of their own", () => {
  expect(profileFeatures(channels)).toEqual(["webPresent", "webDepth", "shopTillPresent", "shopTillSpend", "shopTillVisits"]);
});

test("an absent channel is told as absent, and is neither low nor high", () => {
  expect(profilePoint(channels, { web: [0.9], "shop-till": [0.1, 0] })).toEqual([0.5, 0.9, 0.5, 0.1, 0]);
  expect(profilePoint(channels, { web: [0.9] })).toEqual([0.5, 0.9, 0, 0.6, 0.5]);
  expect(profilePoint(channels, {})).toEqual([0, 0.4, 0, 0.6, 0.5]);
});

test("a channel that tells another number of features is refused", () => {
  expect(() => profilePoint(channels, { web: [] })).toThrow(RangeError);
});
