import { advance, emptySession } from "@sedge/features";
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
  expect(measuredPoint({ ...measurement, featureSchema: "till.v1" }, session)).toBeUndefined();
  const { featureSchema: _, ...unnamed } = measurement;
  expect(measuredPoint(unnamed, session)).toBeUndefined();
});
