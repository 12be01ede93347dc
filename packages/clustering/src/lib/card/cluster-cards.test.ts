import { CHANNEL_FEATURES, profileFeatures, profilePoint } from "@sedge/features/profile";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { clusterCards, sensitiveShare } from "./cluster-cards.ts";

const leaf = (path: string, centroid: number[], count: number, cluster: string) => ({
  path,
  centroid,
  count,
  cluster,
  confidence: 1,
});
const codebook = v.parse(Codebook, {
  generation: 4,
  source: "round",
  featureSchema: "square.v1",
  features: ["across", "up"],
  cells: [
    leaf("", [0.5, 0.4], 1_000, "c1"),
    leaf("0", [0.1, 0.4], 403, "c1"),
    leaf("1", [0.3, 0.4], 197, "c1"),
    leaf("2", [0.9, 0.4], 400, "c7"),
  ],
  clusters: [
    { id: "c1", name: "near", centroid: [0.1657, 0.4], count: 600 },
    { id: "c7", name: "far", centroid: [0.9, 0.4], count: 400 },
  ],
});

test("sizes are rounded to the noise", () => {
  const [near, far] = clusterCards(codebook, { countStdDev: 9 });
  // Two deviations of the sum of two cells' noise: 2 · 9 · √2.
  expect(near).toMatchObject({ id: "c1", sizeStep: 25, size: 600, share: 0.6 });
  expect(far).toMatchObject({ id: "c7", sizeStep: 18, size: 396, share: 0.4 });
  expect(clusterCards(codebook, { countStdDev: 0 })[0]).toMatchObject({ size: 600, sizeStep: 1 });
});

test("what sets a cluster apart is given in deviations and in words, the greatest first", () => {
  const [, far] = clusterCards(codebook, { countStdDev: 9 });
  expect(far!.differences.map(({ feature }) => feature)).toEqual(["across", "up"]);
  expect(far!.differences[0]!.deviations).toBeCloseTo((0.9 - 0.1657) / 0.3686, 1);
  expect(far!.differences[1]!.deviations).toBe(0);
  expect(far!.text).toBe("About 40 % of the people. Beside the others: far more across (0.9 against 0.1657).");
});

test("confidence is clearness: 1 at the centre, less nearer to the next cluster", () => {
  const [near, far] = clusterCards(codebook, { countStdDev: 9 });
  expect(far!.confidence).toBe(1);
  expect(near!.confidence).toBeGreaterThan(0.8);
  expect(near!.confidence).toBeLessThan(1);
});

test("where its people were met is given in a space of several channels", () => {
  const channels = CHANNEL_FEATURES.filter(({ channel }) => channel === "web" || channel === "chat");
  const web = profilePoint(channels, { web: [0, 0, 0, 0, 0, 0] });
  const both = profilePoint(channels, { web: [0, 0, 0, 0, 0, 0], chat: [1, 1, 1] });
  const met = (cluster: string, points: readonly number[][], count: number) => ({
    id: cluster,
    name: cluster,
    centroid: points.reduce(
      (sum, point) => sum.map((x, i) => x + point[i]! / points.length),
      web.map(() => 0),
    ),
    count,
  });
  const clusters = [met("c1", [web], 300), met("c2", [web, both, both, both], 400)];
  const people = v.parse(Codebook, {
    ...codebook,
    featureSchema: "profile.v1",
    features: profileFeatures(channels),
    cells: [
      leaf("", web, 700, "c1"),
      ...clusters.map(({ id, centroid, count }, index) => leaf(`${index}`, centroid, count, id)),
    ],
    clusters,
  });
  const channelsMet = clusterCards(people, { countStdDev: 9 }).map((card) => card.channels);
  expect(channelsMet).toEqual([
    [
      { channel: "web", share: 1 },
      { channel: "chat", share: 0 },
    ],
    [
      { channel: "web", share: 1 },
      { channel: "chat", share: 0.75 },
    ],
  ]);
  expect(clusterCards(codebook, { countStdDev: 9 })[0]!.channels).toBeUndefined();
});

test("what is due to sensitive features is given", () => {
  const facts = { countStdDev: 9, sensitiveFeatures: ["up"] };
  const [, far] = clusterCards(codebook, facts);
  expect(far!.sensitiveShare).toBe(0);
  expect(clusterCards(codebook, { ...facts, sensitiveFeatures: ["across"] })[1]!.sensitiveShare).toBe(1);
  expect(
    sensitiveShare(
      [
        { feature: "a", deviations: 3 },
        { feature: "b", deviations: -4 },
      ],
      ["b"],
    ),
  ).toBeCloseTo(16 / 25, 12);
  expect(sensitiveShare([], ["b"])).toBe(0);
});
