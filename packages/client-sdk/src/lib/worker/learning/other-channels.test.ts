import { CHANNEL_FEATURES, profileFeatures, profilePoint } from "@sedge/features/profile";
import { AssignBody, Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { otherChannels } from "./other-channels.ts";

const channels = CHANNEL_FEATURES.filter(({ channel }) => channel === "web" || channel === "shop-till");
const cell = (path: string, known: Parameters<typeof profilePoint>[1]) => ({
  path,
  centroid: profilePoint(channels, known),
  count: 100,
  cluster: "c1",
  confidence: 1,
});
const codebook = v.parse(Codebook, {
  generation: 2,
  source: "round",
  featureSchema: "profile.v1",
  features: profileFeatures(channels),
  cells: [cell("", {}), cell("0", { web: [1, 1, 1, 1, 1, 1] }), cell("1", { "shop-till": [0.3, 0.2, 0.1] })],
  clusters: [{ id: "c1", name: "all", centroid: profilePoint(channels, {}), count: 300 }],
});
const observed = (channel: string, path: string, generation = 2) =>
  v.parse(AssignBody, { channel, codeword: { generation, path } });

test("the till's cell says its own part, and this device's own channel nothing: the visit itself does", () => {
  expect(otherChannels(codebook, [observed("shop-till", "1"), observed("web", "0")], "web")).toEqual({
    "shop-till": [0.3, 0.2, 0.1],
  });
  expect(otherChannels(codebook, [observed("web", "0")], "app")).toEqual({});
});

test("the root, an unknown cell and another generation say nothing", () => {
  const silent = [observed("shop-till", ""), observed("shop-till", "7"), observed("shop-till", "1", 1)];
  for (const one of silent) expect(otherChannels(codebook, [one], "web")).toEqual({});
});

test("a codebook of visits alone has no other channels", () => {
  const visits = { ...codebook, featureSchema: "session.v1" };
  expect(otherChannels(visits, [observed("shop-till", "1")], "web")).toBeUndefined();
});
