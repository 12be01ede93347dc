import { ClusterId } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { lineageOf } from "./lineage.ts";

const id = (name: string) => v.parse(ClusterId, name);
const [c1, c2, c3] = [id("c1"), id("c2"), id("c3")];
const flow = (before: ClusterId, after: number, people: number) => ({ before, after, people });

test("ids follow most people, all clusters taken together", () => {
  // Cluster 0 has more of c1's people than of c2's, but c1 continues in 1, or c2 would be lost.
  const { ids, changes } = lineageOf([flow(c1, 0, 60), flow(c1, 1, 55), flow(c2, 0, 58)], [c1, c2], 2, 2);
  expect(ids).toEqual(["c2", "c1"]);
  expect(changes).toMatchObject({ kept: ["c1", "c2"], births: [], deaths: [] });
  expect(changes.movedShare).toBeCloseTo(60 / 173, 12);
});

test("a split keeps the id for the larger part and bears one that was never used", () => {
  const made = lineageOf([flow(c1, 0, 300), flow(c1, 1, 100), flow(c2, 2, 200)], [c1, c2], 3, 9);
  expect(made.ids).toEqual(["c1", "c10", "c2"]);
  expect(made.changes.births).toEqual(["c10"]);
  expect(made.changes.splits).toEqual([{ from: "c1", into: ["c1", "c10"] }]);
  expect(made.highestId).toBe(10);
});

test("a merge ends the smaller id", () => {
  const { ids, changes } = lineageOf([flow(c1, 0, 300), flow(c2, 0, 100), flow(c3, 1, 50)], [c1, c2, c3], 2, 3);
  expect(ids).toEqual(["c1", "c3"]);
  expect(changes.deaths).toEqual(["c2"]);
  expect(changes.merges).toEqual([{ from: ["c1", "c2"], into: "c1" }]);
});

test("a cluster that shares hardly anyone with the last one gets a new ID", () => {
  const { ids, changes } = lineageOf(
    [flow(c1, 0, 5), flow(c2, 0, 400), flow(c1, 1, 3), flow(c2, 1, 380)],
    [c1, c2],
    2,
    2,
  );
  expect(ids).toEqual(["c2", "c3"]);
  expect(changes.deaths).toEqual(["c1"]);
});

test("without people no ID continues, and nothing fails", () => {
  const { ids, changes } = lineageOf([], [c1], 1, 1);
  expect(ids).toEqual(["c2"]);
  expect(changes.movedShare).toBe(0);
});
