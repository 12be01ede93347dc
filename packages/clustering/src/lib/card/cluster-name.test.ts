import { CHANNEL_FEATURES, profileFeatures, profilePoint } from "@sedge/features/profile";
import { expect, test } from "vitest";
import { anyClusterNames, clusterNames } from "./cluster-name.ts";

const centre = { depth: 0.2, breadth: 0, paging: 0, return: 0, wandering: 0, spread: 0 };

test("a name has as many coordinates as it needs to be unique", () => {
  const names = clusterNames([centre, { ...centre, depth: 0.9, breadth: 0.7 }, { ...centre, return: 0.5 }]);
  expect(names).toEqual([
    "one look, in one category, at the top of the lists",
    "a very long visit, across the shop, at the top of the lists",
    "one look, in one category, at the top of the lists, coming back to items",
  ]);
});

test("rejects centres that no word distinguishes", () => {
  expect(() => clusterNames([centre, { ...centre, depth: 0.21 }])).toThrow(RangeError);
});

test("gives each cluster of a generation its own name, for any clusters", () => {
  const twins = anyClusterNames([centre, { ...centre, depth: 0.21 }, { ...centre, depth: 0.9 }]);
  expect(twins.slice(0, 2)).toEqual([
    "one look, in one category, at the top of the lists, at one price level (1)",
    "one look, in one category, at the top of the lists, at one price level (2)",
  ]);
  const far = { ...centre, return: 1, wandering: 1, spread: 1, paging: 1, breadth: 1, depth: 1 };
  const long = anyClusterNames([far, { ...far, spread: 0.4 }, { ...far, spread: 0.4 }, { ...far, wandering: 0 }]);
  for (const name of long) expect(name.length).toBeLessThanOrEqual(80);
  expect(new Set(long).size).toBe(4);
});

test("describes features without their own words as low or high compared with the other clusters, the most distinctive first", () => {
  const names = anyClusterNames([
    { tillSpend: 0.9, mailOpened: 0.5 },
    { tillSpend: 0.1, mailOpened: 0.5 },
    { tillSpend: 0.5, mailOpened: 0.7 },
  ]);
  expect(names).toEqual(["high till spend, low mail opened", "low till spend, low mail opened", "high mail opened"]);
  expect(anyClusterNames([{ a: 1 }])).toEqual(["like most"]);
});

test("in a space of several channels, describes each channel's part of those whom it has met", () => {
  const channels = CHANNEL_FEATURES.filter(({ channel }) => channel === "web" || channel === "shop-till");
  const features = profileFeatures(channels);
  const centreOf = (known: Parameters<typeof profilePoint>[1]) =>
    Object.fromEntries(profilePoint(channels, known).map((x, i) => [features[i]!, x]));
  const visit = [0.2, 0, 0, 0, 0, 0];
  expect(
    anyClusterNames([
      centreOf({ web: visit }),
      centreOf({ "shop-till": [0.9, 0.7, 0.5] }),
      centreOf({ web: visit, "shop-till": [0.1, 0.1, 0.1] }),
    ]),
  ).toEqual([
    "one look, in one category, at the top of the lists",
    "very often in the shop, large baskets, from some departments",
    "one look, seldom in the shop, in one category",
  ]);
});
