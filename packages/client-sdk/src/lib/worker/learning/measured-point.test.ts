import { advance, emptySession } from "@sedge/features";
import { CHANNEL_FEATURES, profileFeatures } from "@sedge/features/profile";
import { expect, test } from "vitest";
import { measuredPoint } from "./measured-point.ts";

const session = advance(emptySession(5), { kind: "page-view", at: 6, page: "product", item: 1, category: 2, price: 3 });
const measurement = {
  featureSchema: "session.v1",
  features: ["depth", "climb"],
  centres: [[0, 0]],
  terms: "count" as const,
  radii: [1],
  bits: 8,
};

test("a visit is what the measurement asks for, in its order", () => {
  expect(measuredPoint(measurement, session)).toEqual([Math.log1p(1) / Math.log1p(40), 0.5]);
  expect(measuredPoint({ ...measurement, features: ["climb", "depth"] }, session)?.[0]).toBe(0.5);
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
