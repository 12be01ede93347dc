import { CHANNEL_FEATURES, profileFeatures, profilePoint } from "@sedge/features/profile";
import * as v from "valibot";
import { expect, test } from "vitest";
import shipped from "../../../../../models/cluster-intents/weights.json";
import { expectedIntents, IntentModel, intentsAt } from "./expected-intents.ts";

const model = v.parse(IntentModel, shipped);
const visits = { featureSchema: "session.v1", features: model.features };
const glance = [0.19, 0, 0, 0, 0, 0];
const search = [0.8, 0.6, 0.5, 0.5, 0.3, 0.3];
const shareOf = (code: string, point: readonly number[]) =>
  intentsAt(model, point).find((one) => one.code === code)?.share ?? expect.fail("no such intent");

test("who looks once leaves; who has come back to products compares", () => {
  expect(shareOf("leave", glance)).toBeGreaterThan(shareOf("leave", search));
  expect(shareOf("compare", search)).toBeGreaterThan(2 * shareOf("compare", glance));
  for (const point of [glance, search]) {
    expect(intentsAt(model, point).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  }
});

test("a cluster's are the mean of its cells', by people", () => {
  const intents = expectedIntents(model, visits, [
    { centroid: glance, count: 30 },
    { centroid: search, count: 10 },
  ]);
  expect(intents?.[0]?.share).toBeCloseTo(0.75 * shareOf("leave", glance) + 0.25 * shareOf("leave", search), 12);
});

test("is undefined for other features, and for people whom the web has not met", () => {
  const [glances, none] = [[{ centroid: glance, count: 30 }], [{ centroid: glance, count: 0 }]];
  expect(expectedIntents(model, { ...visits, featureSchema: "square.v1", features: ["x"] }, glances)).toBeUndefined();
  expect(expectedIntents(model, visits, none)).toBeUndefined();
  const channels = CHANNEL_FEATURES.filter(({ channel }) => channel === "web" || channel === "chat");
  const space = { featureSchema: "profile.v1", features: profileFeatures(channels) };
  const chat = { centroid: profilePoint(channels, { chat: [1, 1, 1] }), count: 60 };
  const web = { centroid: profilePoint(channels, { web: glance }), count: 50 };
  expect(expectedIntents(model, space, [web, chat])).toBeUndefined();
  expect(expectedIntents(model, space, [{ ...web, count: 70 }, chat])?.[0]?.share).toBeCloseTo(
    shareOf("leave", glance),
    12,
  );
});

test("weights of another number of features are refused", () => {
  expect(v.safeParse(IntentModel, { ...model, features: ["depth"] }).success).toBe(false);
});
