import { CellPath, Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { clusterOf, confidenceOf } from "./cell-tree.ts";
import { codewordOf } from "./codeword-of.ts";
import { type FeatureRecord, featureRecord } from "./feature-record.ts";
import { fuse } from "./fuse.ts";
import { emptySession } from "./session.ts";

const cell = (path: string, centroid: number[], count: number, cluster: string, confidence: number) => ({
  path,
  centroid,
  count,
  cluster,
  confidence,
});

const fields = {
  generation: 3,
  source: "prior",
  featureSchema: "session.v1",
  features: ["depth", "breadth"],
  cells: [
    cell("", [0.5, 0.5], 4000, "c1", 0.55),
    cell("0", [0.2, 0.2], 2200, "c1", 1),
    cell("1", [0.8, 0.8], 1800, "c2", 0.75),
    cell("1.0", [0.7, 0.9], 1350, "c2", 1),
    cell("1.1", [0.9, 0.6], 450, "c3", 1),
  ],
  clusters: [
    { id: "c1", name: "short", centroid: [0.2, 0.2], count: 2200 },
    { id: "c2", name: "broad", centroid: [0.7, 0.9], count: 1350 },
    { id: "c3", name: "deep", centroid: [0.9, 0.6], count: 450 },
  ],
};
const codebook = v.parse(Codebook, fields);

function at(depth: number, breadth: number): FeatureRecord {
  return { ...featureRecord(emptySession(0)), depth, breadth };
}

test("the walk goes to the nearest child, level by level", () => {
  expect(codewordOf(codebook, at(0.1, 0.3), 10)).toEqual({ generation: 3, path: "0" });
  expect(codewordOf(codebook, at(0.9, 0.5), 10)).toEqual({ generation: 3, path: "1.1" });
});

test("a codeword is cut back to the people that share it", () => {
  expect(codewordOf(codebook, at(0.9, 0.5), 450).path).toBe("1.1");
  expect(codewordOf(codebook, at(0.9, 0.5), 451).path).toBe("1");
  expect(codewordOf(codebook, at(0.9, 0.5), 1_801).path).toBe("");
  expect(codewordOf(codebook, at(0.9, 0.5), 10_000).path).toBe("");
});

test("k is never below the device's own floor, whatever a site states", () => {
  const small = fields.cells.map((cell) => (cell.path === "1.1" ? { ...cell, count: 49 } : cell));
  expect(codewordOf(v.parse(Codebook, { ...fields, cells: small }), at(0.9, 0.5), 2).path).toBe("1");
  const enough = fields.cells.map((cell) => (cell.path === "1.1" ? { ...cell, count: 50 } : cell));
  expect(codewordOf(v.parse(Codebook, { ...fields, cells: enough }), at(0.9, 0.5), 2).path).toBe("1.1");
});

test("features of the record that no cluster is made of stay at the root", () => {
  const curious = v.parse(Codebook, { ...fields, features: ["depth", "purchases"] });
  expect(codewordOf(curious, at(0.9, 0.5), 100).path).toBe("");
});

test("another feature schema or an unknown feature stays at the root", () => {
  const other = v.parse(Codebook, { ...fields, featureSchema: "session.v2" });
  const unknown = v.parse(Codebook, { ...fields, features: ["depth", "moonPhase"] });
  expect(codewordOf(other, at(0.9, 0.5), 10).path).toBe("");
  expect(codewordOf(unknown, at(0.9, 0.5), 10).path).toBe("");
});

test("a codeword of an unknown cell or another generation has no cluster", () => {
  const { path: root } = codewordOf(codebook, at(0, 0), 10_000);
  expect(clusterOf(codebook, { generation: codebook.generation, path: root })).toEqual({
    clusterId: "c1",
    clusterName: "short",
    generation: 3,
    level: 0,
    confidence: 0.55 * (4_000 / 4_001),
  });
  const elsewhere = v.parse(Codebook, { ...fields, generation: 4 });
  expect(clusterOf(elsewhere, { generation: codebook.generation, path: root })).toBeUndefined();
  const pruned = v.parse(Codebook, { ...fields, cells: fields.cells.slice(0, 1) });
  expect(clusterOf(pruned, codewordOf(codebook, at(0.9, 0.5), 10))).toBeUndefined();
});

test("one channel fuses to its own cluster", () => {
  for (const codeword of [codewordOf(codebook, at(0.9, 0.5), 10), codewordOf(codebook, at(0.9, 0.5), 10_000)]) {
    expect(fuse(codebook, [{ channel: "web", codeword }])).toEqual({
      ...clusterOf(codebook, codeword),
      channels: ["web"],
    });
  }
});

test("confidence is never 1, and 0 where a cell has nobody", () => {
  const leaves = fields.cells.filter(({ confidence }) => confidence === 1);
  for (const { path } of leaves) {
    const confidence = clusterOf(codebook, {
      generation: codebook.generation,
      path: v.parse(CellPath, path),
    })?.confidence;
    expect(confidence).toBeGreaterThan(0.99);
    expect(confidence).toBeLessThan(1);
  }
  expect(confidenceOf(1, { count: 0 })).toBe(0);
  expect(confidenceOf(1, { count: -3 })).toBe(0);
});

test("two channels fuse to the cluster nearest to their weighted mean", () => {
  const web = { channel: "web", codeword: codewordOf(codebook, at(0.7, 0.9), 10) } as const;
  const app = { channel: "app", codeword: codewordOf(codebook, at(0.9, 0.5), 500) } as const;
  expect(app.codeword.path).toBe("1");
  // Weights 2 (path 1.0) and 1 (path 1): the mean is (.733, .867), nearest to c2; shares 1 and .75.
  const fused = fuse(codebook, [web, app]);
  expect(fused).toMatchObject({ clusterId: "c2", level: 2, channels: ["web", "app"] });
  expect(fused?.confidence).toBeCloseTo((2 * (1_350 / 1_351) + 0.75 * (1_800 / 1_801)) / 3, 12);
});

test("a cell that states another cluster counts by the leaves below it", () => {
  const deep = { channel: "web", codeword: codewordOf(codebook, at(0.9, 0.5), 10) } as const;
  const cut = { channel: "app", codeword: codewordOf(codebook, at(0.9, 0.5), 500) } as const;
  const fused = fuse(codebook, [deep, deep, deep, cut]);
  // Six of seven weights at 1.1: nearest c3, to which a quarter (450 of 1,800) of cell 1's people belong.
  expect(fused?.clusterId).toBe("c3");
  expect(fused?.confidence).toBeCloseTo((6 * (450 / 451) + 0.25 * (1_800 / 1_801)) / 7, 12);
});

test("a channel at the root moves nothing, and unknown codewords are left out", () => {
  const app = { channel: "app", codeword: codewordOf(codebook, at(0.9, 0.5), 10) } as const;
  const root = { channel: "web", codeword: codewordOf(codebook, at(0.1, 0.1), 10_000) } as const;
  expect(fuse(codebook, [root, app])).toMatchObject({
    clusterId: "c3",
    confidence: 450 / 451,
    channels: ["web", "app"],
  });
  const later = v.parse(Codebook, { ...fields, generation: 4 });
  expect(fuse(later, [app])).toBeUndefined();
  expect(fuse(codebook, [])).toBeUndefined();
});
