import { readFileSync } from "node:fs";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { codebookFault } from "./codebook-fault.ts";

const cell = (path: string, count: number) => ({ path, centroid: [0], count, cluster: "c1", confidence: 1 });
const codebookOf = (cells: readonly ReturnType<typeof cell>[]) =>
  v.parse(Codebook, {
    generation: 1,
    source: "round",
    featureSchema: "session.v1",
    features: ["depth"],
    cells,
    clusters: [{ id: "c1", name: "all", centroid: [0], count: 1 }],
  });
/** A tree of `leaves` leaves in groups of up to 64, each of `count` people. */
function treeOf(leaves: number, count: number): Codebook {
  const groups = Array.from({ length: Math.ceil(leaves / 64) }, (_, group) => Math.min(64, leaves - group * 64));
  return codebookOf([
    cell("", leaves * count),
    ...groups.flatMap((size, group) => [
      cell(`${group}`, size * count),
      ...Array.from({ length: size }, (_, leaf) => cell(`${group}.${leaf}`, count)),
    ]),
  ]);
}

test("uses 256 leaves and no more", () => {
  expect(codebookFault(treeOf(256, 100))).toBeUndefined();
  expect(codebookFault(treeOf(257, 100))).toBe("it has 257 leaves, more than 256");
});

test("refuses counts that do not add up, at every level and in both directions", () => {
  const cells = [cell("", 300), cell("0", 100), cell("1", 200), cell("1.0", 120), cell("1.1", 80)];
  expect(codebookFault(codebookOf(cells))).toBeUndefined();
  for (const [path, count] of [
    ["", 301],
    ["0", 99],
    ["1", 210],
    ["1.1", 79],
    ["1.0", 5_000],
  ] as const) {
    const changed = cells.map((one) => (one.path === path ? cell(path, count) : one));
    expect(codebookFault(codebookOf(changed))).toMatch(/^the counts below its cell "1?" do not add up/);
  }
});

test("accepts counts that binary fractions can't state exactly", () => {
  expect(codebookFault(codebookOf([cell("", 0.3), cell("0", 0.1), cell("1", 0.2)]))).toBeUndefined();
});

test.each(["codebook-prior", "till-prior"])("accepts the shipped %s", (name) => {
  const file = new URL(`../../../../models/${name}/codebook.json`, import.meta.url);
  expect(codebookFault(v.parse(Codebook, JSON.parse(readFileSync(file, "utf8"))))).toBeUndefined();
});
