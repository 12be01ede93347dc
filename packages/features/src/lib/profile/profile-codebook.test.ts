import { Codebook, Codeword } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { codewordAt, codewordOf } from "../codeword-of.ts";
import { type FeatureRecord, featureRecord } from "../feature-record.ts";
import { fuse } from "../fuse.ts";
import { emptySession } from "../session.ts";
import { CHANNEL_FEATURES } from "./channel-features.ts";
import { channelsIn, pointIn } from "./profile-codebook.ts";
import { profileFeatures, profilePoint } from "./profile-space.ts";
import { describedChannels } from "./described-channels.ts";
import { visitPoint } from "./visit-point.ts";

const channels = CHANNEL_FEATURES.filter(({ channel }) => channel === "web" || channel === "shop-till");
const short = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
const long = [0.9, 0.9, 0.9, 0.9, 0.9, 0.9];
const seldom = [0.1, 0.2, 0.1];
const often = [0.9, 0.5, 0.8];

const cell = (path: string, known: Parameters<typeof profilePoint>[1], cluster: string) => ({
  path,
  centroid: profilePoint(channels, known),
  count: 100,
  cluster,
  confidence: 1,
});
const book = {
  generation: 0,
  source: "prior",
  featureSchema: "profile.v1",
  features: profileFeatures(channels),
  cells: [
    cell("", {}, "c1"),
    cell("0", { web: short }, "c1"),
    cell("1", { web: long }, "c2"),
    cell("2", { "shop-till": seldom }, "c3"),
    cell("3", { "shop-till": often }, "c4"),
    cell("4", { web: long, "shop-till": often }, "c5"),
  ],
  clusters: [
    { id: "c1", name: "short", centroid: profilePoint(channels, { web: short }), count: 100 },
    { id: "c2", name: "long", centroid: profilePoint(channels, { web: long }), count: 100 },
    { id: "c3", name: "seldom", centroid: profilePoint(channels, { "shop-till": seldom }), count: 100 },
    { id: "c4", name: "often", centroid: profilePoint(channels, { "shop-till": often }), count: 100 },
    { id: "c5", name: "both", centroid: profilePoint(channels, { web: long, "shop-till": often }), count: 100 },
  ],
} as const;
const codebook = v.parse(Codebook, book);

function visit(x: number): FeatureRecord {
  const record = featureRecord(emptySession(0));
  return { ...record, depth: x, breadth: x, wandering: x, return: x, paging: x, spread: x };
}
const at = (channel: "web" | "app" | "shop-till", path: string) => ({
  channel,
  codeword: v.parse(Codeword, { generation: 0, path }),
});

test("a space of several channels knows them by its features' names, and no others", () => {
  expect(channelsIn(codebook)?.map(({ channel }) => channel)).toEqual(["web", "shop-till"]);
  expect(channelsIn({ ...codebook, featureSchema: "session.v1" })).toBeUndefined();
  expect(channelsIn({ ...codebook, features: [...codebook.features, "moonPhase"] })).toBeUndefined();
});

test("a visit and a till's customer get their cells, each as a person whom the other channel has never met", () => {
  expect(codewordOf(codebook, visit(0.85), 50).path).toBe("1");
  expect(codewordOf(codebook, visit(0.2), 50).path).toBe("0");
  expect(codewordAt(codebook, pointIn(codebook, "shop-till", often), 50).path).toBe("3");
  expect(pointIn(codebook, "call-centre", [0, 0, 0])).toBeUndefined();
  expect(codewordAt(codebook, undefined, 50).path).toBe("");
});

test("the app's visit is a visit", () => {
  expect(pointIn(codebook, "app", long)).toEqual(pointIn(codebook, "web", long));
});

test("a person is fused of each channel's own coordinates: the cluster of both, which neither channel names", () => {
  const path = (observations: Parameters<typeof fuse>[1]) => fuse(codebook, observations)?.clusterId;
  expect(path([at("web", "1")])).toBe("c2");
  expect(path([at("shop-till", "3")])).toBe("c4");
  expect(path([at("web", "1"), at("shop-till", "3")])).toBe("c5");
  expect(path([at("web", "0"), at("shop-till", "")])).toBe("c1");
});

test("the web's and the app's cells are one channel's, and a root says nothing", () => {
  const met = [at("web", "0"), at("app", "1"), at("shop-till", "")].map(({ channel, codeword }) => ({
    channel,
    cell: codebook.cells.find(({ path }) => path === codeword.path) ?? expect.fail("no cell"),
  }));
  const described = describedChannels(codebook, met);
  expect(Object.keys(described ?? {})).toEqual(["web"]);
  expect(described?.web).toEqual(short.map(() => expect.closeTo(0.5)));
});

test("a vote contains this visit and the cells of the person's other channels", () => {
  const joint = visitPoint(codebook, visit(0.9), { "shop-till": often });
  expect(joint).toEqual(profilePoint(channels, { web: long, "shop-till": often }));
  expect(visitPoint(codebook, visit(0.9))).toEqual(profilePoint(channels, { web: long }));
  expect(visitPoint({ featureSchema: "session.v1", features: ["depth"] }, visit(0.9))).toEqual([0.9]);
  expect(visitPoint({ featureSchema: "session.v2", features: ["depth"] }, visit(0.9))).toBeUndefined();
});
