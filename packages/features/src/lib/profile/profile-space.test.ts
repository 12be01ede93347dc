import { expect, test } from "vitest";
import { profileFeatures, profilePoint } from "./profile-space.ts";

const channels = [
  { channel: "web", features: [{ name: "depth", absent: 0.4 }] },
  {
    channel: "shop-till",
    features: [
      { name: "spend", absent: 0 },
      { name: "visits", absent: 0.5 },
    ],
  },
] as const;

test("every channel's features have a name of their own", () => {
  expect(profileFeatures(channels)).toEqual([
    "webPresent",
    "webDepth",
    "shopTillPresent",
    "shopTillSpend",
    "shopTillVisits",
  ]);
});

test("marks an absent channel and gives it the default features", () => {
  expect(profilePoint(channels, { web: [0.9], "shop-till": [0.1, 0] })).toEqual([0.25, 0.9, 0.25, 0.1, 0]);
  expect(profilePoint(channels, { web: [0.9] })).toEqual([0.25, 0.9, 0, 0, 0.5]);
  expect(profilePoint(channels, {})).toEqual([0, 0.4, 0, 0, 0.5]);
});

test("rejects a channel with another number of features", () => {
  expect(() => profilePoint(channels, { web: [] })).toThrow(RangeError);
});
