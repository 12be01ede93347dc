import { ClusterId, Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { heldCluster, refreshWeeks } from "./held-cluster.ts";

function codebookOf(people: number, ids: readonly string[]): Codebook {
  return v.parse(Codebook, {
    generation: 1,
    source: "round",
    featureSchema: "session.v1",
    features: ["depth"],
    cells: [{ path: "", centroid: [0], count: people, cluster: ids[0], confidence: 1 }],
    clusters: ids.map((id) => ({ id, name: id, centroid: [0], count: 0 })),
  });
}

const ten = Array.from({ length: 10 }, (_, i) => `c${i + 1}`);
const [c1, c2] = [v.parse(ClusterId, "c1"), v.parse(ClusterId, "c2")];
const DAY = 86_400_000;

test("the fewer people and the more clusters, the longer an id is held", () => {
  expect(refreshWeeks(codebookOf(20_000, ten))).toBe(4);
  expect(refreshWeeks(codebookOf(19_999, ten))).toBe(6);
  expect(refreshWeeks(codebookOf(1_000, ten))).toBe(12);
  expect(refreshWeeks(codebookOf(0, ten))).toBe(12);
  expect(refreshWeeks({ ...codebookOf(20_000, ten), source: "prior" })).toBe(12);
  expect(refreshWeeks(codebookOf(1_000, ["c1", "c2"]))).toBe(4);
});

test("an ID can change during its first visit, and then not until the period ends for everyone", () => {
  const codebook = codebookOf(20_000, ten);
  const start = 700 * 28 * DAY;
  const first = heldCluster(undefined, c1, codebook, start, start);
  const grown = heldCluster(first, c2, codebook, start, start + 60_000);
  expect(grown.clusterId).toBe(c2);
  const second = heldCluster(grown, c1, codebook, start + 9 * DAY, start + 9 * DAY);
  expect(second).toEqual(grown);
  const late = start + 27.9 * DAY;
  expect(heldCluster(second, c1, codebook, late, late).clusterId).toBe(c2);
  const next = start + 28 * DAY;
  expect(heldCluster(second, c1, codebook, next, next)).toEqual({ clusterId: c1, period: 701, sessionStartedAt: next });
});

test("an id that died with its generation is given up at once", () => {
  const held = { clusterId: c2, period: 700, sessionStartedAt: 0 };
  const at = (700 * 28 + 3) * DAY;
  expect(heldCluster(held, c1, codebookOf(20_000, ten), at, at).clusterId).toBe(c2);
  const without = codebookOf(
    20_000,
    ten.filter((id) => id !== "c2"),
  );
  expect(heldCluster(held, c1, without, at, at).clusterId).toBe(c1);
});
