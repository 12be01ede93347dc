import { type PageKind, SESSION_TIMEOUT_MS, type SedgeEvent, advance, emptySession } from "@sedge/features";
import { CHANNEL_FEATURES, profileFeatures, profilePoint } from "@sedge/features/profile";
import { AssignBody, Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { isEnough, measuredPoint, otherChannels } from "./measured-point.ts";

const NOW = 1_800_000_000_000;
const pages = (count: number, page: PageKind = "product") =>
  Array.from({ length: count }, (_, at): SedgeEvent => ({ kind: "page-view", at: NOW + at, page })).reduce(
    advance,
    emptySession(NOW),
  );

test("a visit is voted with after three pages, or after one once it is over, and never when nothing was seen", () => {
  expect([0, 1, 2, 3, 9].map((count) => isEnough(pages(count), NOW + 1_000))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  const later = NOW + SESSION_TIMEOUT_MS + 10;
  expect([0, 1, 3].map((count) => isEnough(pages(count), later))).toEqual([false, true, true]);
});

test("a visit that shows nothing of a shop is never voted with", () => {
  for (const page of ["list", "information", "support", "other"] as const) {
    expect(isEnough(pages(9, page), NOW + 1_000)).toBe(false);
    expect(isEnough(pages(9, page), NOW + SESSION_TIMEOUT_MS + 10)).toBe(false);
  }
});

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

const session = advance(emptySession(5), { kind: "page-view", at: 6, page: "product", item: 1, category: 2, price: 3 });
const measurement = {
  featureSchema: "session.v1",
  features: ["depth", "spread"],
  centres: [[0, 0]],
  terms: "count" as const,
  radii: [1],
  bits: 8,
};

test("a visit is what the measurement asks for, in its order", () => {
  expect(measuredPoint(measurement, session)).toEqual([Math.log1p(1) / Math.log1p(40), 0]);
  expect(measuredPoint({ ...measurement, features: ["spread", "depth"] }, session)?.[0]).toBe(0);
});

test("what this version has no feature for, or of another schema, is not answered", () => {
  expect(measuredPoint({ ...measurement, features: ["depth", "age"] }, session)).toBeUndefined();
  expect(measuredPoint({ ...measurement, featureSchema: "moon.v1" }, session)).toBeUndefined();
  const { featureSchema: _, ...unnamed } = measurement;
  expect(measuredPoint(unnamed, session)).toBeUndefined();
});

test("in a space of several channels the vote is the person's, with what other channels have observed", () => {
  const features = profileFeatures(CHANNEL_FEATURES.filter(({ channel }) => channel === "web" || channel === "iot"));
  const joint = { ...measurement, featureSchema: "profile.v1", features };
  const [present, depth] = measuredPoint(joint, session) ?? [];
  expect([present, depth]).toEqual([0.25, Math.log1p(1) / Math.log1p(40)]);
  expect(measuredPoint(joint, session)?.slice(-3)).toEqual([0, 0, 0.05]);
  expect(measuredPoint(joint, session, { iot: [0.7, 0.6] })?.slice(-3)).toEqual([0.25, 0.7, 0.6]);
});
