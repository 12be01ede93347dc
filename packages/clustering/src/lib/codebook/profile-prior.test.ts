import { clusterOf, codewordAt, codewordOf, emptySession, featureRecord } from "@sedge/features";
import { CHANNEL_FEATURES, pointIn, profileFeatures, profilePoint } from "@sedge/features/profile";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import shipped from "../../../../../models/codebook-prior/codebook.json";
import { profilePrior } from "./profile-prior.ts";

const visits = v.parse(Codebook, shipped);
const till = CHANNEL_FEATURES.filter(({ channel }) => channel === "shop-till");
const [seldom, often] = [
  profilePoint(till, { "shop-till": [0.1, 0.2, 0.1] }),
  profilePoint(till, { "shop-till": [0.9, 0.5, 0.8] }),
];
const tills = v.parse(Codebook, {
  generation: 0,
  source: "prior",
  featureSchema: "profile.v1",
  features: profileFeatures(till),
  cells: [
    { path: "", centroid: seldom, count: 900, cluster: "c1", confidence: 0.7 },
    { path: "0", centroid: seldom, count: 600, cluster: "c1", confidence: 1 },
    { path: "1", centroid: often, count: 300, cluster: "c2", confidence: 1 },
  ],
  clusters: [
    { id: "c1", name: "seldom in the shop", centroid: seldom, count: 600 },
    { id: "c2", name: "often in the shop", centroid: often, count: 300 },
  ],
});
const prior = profilePrior(visits, [tills], ["web", "app", "call-centre", "shop-till"]);

test("a visit has the same cluster as in the prior of visits alone", () => {
  const session = featureRecord(emptySession(0));
  for (const x of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    for (const y of [0, 0.5, 1]) {
      const record = { ...session, depth: x, breadth: y, paging: y, return: x / 2, wandering: y, spread: x };
      const alone = clusterOf(visits, codewordOf(visits, record, 50));
      const codeword = codewordOf(prior, record, 50);
      expect(clusterOf(prior, codeword)?.clusterId).toBe(alone?.clusterId);
      expect(clusterOf(prior, codeword)?.clusterName).toBe(alone?.clusterName);
    }
  }
});

test("each channel has a branch: the cells of its own prior, or an empty one", () => {
  expect(prior.features.filter((name) => name.endsWith("Present"))).toEqual([
    "webPresent",
    "callCentrePresent",
    "shopTillPresent",
  ]);
  const buyer = pointIn(prior, "shop-till", [0.95, 0.5, 0.7]);
  expect(clusterOf(prior, codewordAt(prior, buyer, 50))?.clusterName).toBe("often in the shop");
  const caller = codewordAt(prior, pointIn(prior, "call-centre", [0.3, 0.8, 0.1]), 50);
  expect(caller.path).toBe("");
  expect(prior.cells.find(({ path }) => path === "1")).toMatchObject({ count: 0 });
});

test("the root counts everyone, once for each branch", () => {
  const [root] = prior.cells;
  expect(root).toMatchObject({ path: "", count: visits.cells[0]!.count + 900 });
  expect(new Set(prior.clusters.map(({ id }) => id)).size).toBe(prior.clusters.length);
});

test("a prior of other features, and a site without pages, are refused", () => {
  expect(() => profilePrior(tills, [], ["web"])).toThrow(RangeError);
  expect(() => profilePrior(visits, [visits], ["web"])).toThrow(RangeError);
  expect(() => profilePrior(visits, [tills], ["shop-till"])).toThrow(RangeError);
});
