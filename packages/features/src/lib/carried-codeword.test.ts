import { Codebook, Codeword } from "@sedge/protocol";
import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { carriedCodeword } from "./carried-codeword.ts";
import { clusterOf } from "./cell-tree.ts";

interface Place {
  readonly path: string;
  readonly centroid: readonly number[];
  readonly count: number;
}

/** A codebook over `depth`, and `breadth` where the centroids have two coordinates. */
function bookOf(generation: number, places: readonly Place[], changes: object = {}): Codebook {
  const features = ["depth", "breadth"].slice(0, places[0]?.centroid.length);
  return v.parse(Codebook, {
    generation,
    source: "round",
    featureSchema: "session.v1",
    features,
    cells: places.map((place) => ({ ...place, cluster: "c1", confidence: 1 })),
    clusters: [{ id: "c1", name: "all", centroid: features.map(() => 0), count: 0 }],
    ...changes,
  });
}

const at = (path: string, centroid: number, count = 100): Place => ({ path, centroid: [centroid], count });
const codeword = (generation: number, path: string) => v.parse(Codeword, { generation, path });
const old = bookOf(1, [at("", 0.5), at("0", 0.2), at("1", 0.8), at("1.0", 0.7), at("1.1", 0.9)]);

test("maps a codeword to the nearest cell, whatever its path", () => {
  const turned = bookOf(2, [at("", 0.5), at("0", 0.75), at("0.0", 0.88), at("0.1", 0.72), at("1", 0.25)]);
  const carried = (path: string) => carriedCodeword(old, codeword(1, path), turned, 50);
  expect(carried("0")).toEqual({ generation: 2, path: "1" });
  expect(carried("1")).toEqual({ generation: 2, path: "0" });
  expect(carried("1.0")).toEqual({ generation: 2, path: "0.1" });
  expect(carried("1.1")).toEqual({ generation: 2, path: "0.0" });
  expect(carried("")).toEqual({ generation: 2, path: "" });
});

test("it is cut back to k, and stops at the root", () => {
  const few = bookOf(2, [at("", 0.5), at("0", 0.2, 49), at("1", 0.8), at("1.0", 0.7, 50), at("1.1", 0.9, 49)]);
  const carried = (path: string) => carriedCodeword(old, codeword(1, path), few, 50)?.path;
  expect([carried("1.0"), carried("1.1"), carried("0")]).toEqual(["1.0", "1", ""]);
});

test("if several new cells are within the old one, returns the cell above them", () => {
  const finer = bookOf(2, [
    at("", 0.5),
    at("0", 0.2),
    at("1", 0.8),
    at("1.0", 0.68),
    at("1.1", 0.72),
    at("1.2", 0.9),
    at("0.0", 0.1),
    at("0.1", 0.3),
  ]);
  const carried = (path: string) => carriedCodeword(old, codeword(1, path), finer, 50)?.path;
  // 0.68 and 0.72 are both within a tenth, half the way to the next centroid, of 0.7; below 0 the tree is deeper than
  // the old codeword.
  expect([carried("1.0"), carried("1.1"), carried("0")]).toEqual(["1", "1.2", "0"]);
});

test("steps are compared, not letters: 1 is not above 12", () => {
  const many = bookOf(2, [at("", 0.5), at("0", 0.2), at("1", 0.79), at("12", 0.81)]);
  expect(carriedCodeword(old, codeword(1, "1"), many, 50)?.path).toBe("");
});

test("other features, another schema, generation or cell are not carried", () => {
  const places = [at("", 0.5), at("0", 0.2)];
  const clusters = [{ id: "c1", name: "all", centroid: [0], count: 0 }];
  expect(
    carriedCodeword(old, codeword(1, "0"), bookOf(2, places, { features: ["breadth"], clusters }), 50),
  ).toBeUndefined();
  expect(
    carriedCodeword(old, codeword(1, "0"), bookOf(2, places, { featureSchema: "session.v2" }), 50),
  ).toBeUndefined();
  expect(carriedCodeword(old, codeword(0, "0"), bookOf(2, places), 50)).toBeUndefined();
  expect(carriedCodeword(old, codeword(1, "0.7"), bookOf(2, places), 50)).toBeUndefined();
});

/** Trees of up to three levels: the root, then for each cell a parent among those before it. Few values, so that some are equal. */
const tree = fc
  .array(
    fc.record({
      parent: fc.nat(),
      centroid: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })),
      count: fc.integer({ min: 0, max: 100 }),
    }),
    { maxLength: 30 },
  )
  .map((grown) => {
    const places: Place[] = [{ path: "", centroid: [4, 4], count: 100 }];
    for (const [index, { parent, centroid, count }] of grown.entries()) {
      const above = places.filter(({ path }) => path.split(".").length < 3);
      const { path } = above[parent % above.length] ?? { path: "" };
      places.push({ path: path === "" ? `${index}` : `${path}.${index}`, centroid, count });
    }
    return places;
  });
const levelOf = (path: string) => (path === "" ? 0 : path.split(".").length);

test("returns a cell of the new codebook that k people share and that is no deeper than the old one", () => {
  fc.assert(
    fc.property(tree, tree, fc.nat(), fc.integer({ min: 1, max: 100 }), (before, after, which, minPeople) => {
      const { path } = before[which % before.length] ?? { path: "" };
      const to = bookOf(2, after);
      const carried = carriedCodeword(bookOf(1, before), codeword(1, path), to, minPeople);
      if (!carried) throw new Error("not carried");
      expect(clusterOf(to, carried)).toBeDefined();
      expect(levelOf(carried.path)).toBeLessThanOrEqual(levelOf(path));
      for (const cell of after) {
        const isOnTheWay = cell.path !== "" && `${carried.path}.`.startsWith(`${cell.path}.`);
        if (isOnTheWay) expect(cell.count).toBeGreaterThanOrEqual(minPeople);
      }
    }),
  );
});

test("carried into the same cells, it stays where it is", () => {
  fc.assert(
    fc.property(tree, fc.nat(), (places, which) => {
      const { path } = places[which % places.length] ?? { path: "" };
      expect(carriedCodeword(bookOf(1, places), codeword(1, path), bookOf(2, places), 0)).toEqual(codeword(2, path));
    }),
  );
});
