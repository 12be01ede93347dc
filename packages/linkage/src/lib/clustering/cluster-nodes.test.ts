import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClusterConstraints, type ClusterEdge, NO_CONSTRAINTS } from "./cluster-edge.ts";
import { clusterNodes } from "./cluster-nodes.ts";

const NODES = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
const node = fc.constantFrom(...NODES);
const edge: fc.Arbitrary<ClusterEdge> = fc.record({
  a: node,
  b: node,
  weight: fc.double({ min: -12, max: 30, noNaN: true }),
  kind: fc.constantFrom("strong", "fuzzy", "household"),
});
const edges = fc.array(edge, { maxLength: 40 });
const constraints: fc.Arbitrary<ClusterConstraints> = fc.record({
  cannotLink: fc.array(fc.tuple(node, node), { maxLength: 5 }),
  exclusive: fc
    .array(fc.tuple(node, fc.array(fc.constantFrom("channel:crm", "channel:pos", "account"), { maxLength: 2 })))
    .map((entries) => new Map(entries)),
});
const given = fc.tuple(edges, constraints);
const runs = { numRuns: 500 };

const link = (a: string, b: string, weight: number, kind: ClusterEdge["kind"] = "fuzzy"): ClusterEdge => ({
  a,
  b,
  weight,
  kind,
});

function together(clusters: readonly (readonly string[])[], a: string, b: string): boolean {
  return clusters.some((cluster) => cluster.includes(a) && cluster.includes(b));
}

test("every node is in exactly one cluster", () => {
  fc.assert(
    fc.property(given, ([edges, constraints]) => {
      expect(clusterNodes(NODES, edges, constraints).flat().sort()).toEqual(NODES);
    }),
    runs,
  );
});

test("the order of nodes, edges, ends and constraints does not matter", () => {
  const shuffled = fc.tuple(edges, constraints).chain(([edges, constraints]) =>
    fc.record({
      before: fc.constant({ edges, constraints }),
      nodes: fc.shuffledSubarray(NODES, { minLength: NODES.length }),
      edges: fc
        .shuffledSubarray(edges, { minLength: edges.length })
        .map((list) => list.map((one) => ({ ...one, a: one.b, b: one.a }))),
      cannotLink: fc
        .shuffledSubarray([...constraints.cannotLink], { minLength: constraints.cannotLink.length })
        .map((list) => list.map(([a, b]): [string, string] => [b, a])),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ before, nodes, edges, cannotLink }) => {
      const after = clusterNodes(nodes, edges, {
        cannotLink,
        exclusive: new Map([...before.constraints.exclusive].toReversed()),
      });
      expect(after).toEqual(clusterNodes(NODES, before.edges, before.constraints));
    }),
    runs,
  );
});

test("an edge that is taken away and put back changes nothing", () => {
  fc.assert(
    fc.property(given, fc.nat(), ([edges, constraints], at) => {
      const before = clusterNodes(NODES, edges, constraints);
      const gone = edges[at % Math.max(1, edges.length)];
      const rest = edges.filter((one) => one !== gone);
      clusterNodes(NODES, rest, constraints);
      expect(clusterNodes(NODES, gone ? [...rest, gone] : rest, constraints)).toEqual(before);
    }),
    runs,
  );
});

test("constraints are never violated", () => {
  fc.assert(
    fc.property(given, ([edges, constraints]) => {
      const clusters = clusterNodes(NODES, edges, constraints);
      for (const [a, b] of constraints.cannotLink) if (a !== b) expect(together(clusters, a, b)).toBe(false);
      for (const cluster of clusters) {
        const attributes = cluster.flatMap((one) => [...new Set(constraints.exclusive.get(one))]);
        expect(new Set(attributes).size).toBe(attributes.length);
      }
    }),
    runs,
  );
});

test("what no evidence connects is never together", () => {
  fc.assert(
    fc.property(given, ([edges, constraints]) => {
      const reach = new Map(NODES.map((one) => [one, one]));
      for (let round = 0; round < NODES.length; round++) {
        for (const { a, b, weight, kind } of edges) {
          if (weight <= 0 || kind === "household") continue;
          const least = [reach.get(a) ?? a, reach.get(b) ?? b].sort()[0] ?? a;
          reach.set(a, least);
          reach.set(b, least);
        }
      }
      for (const cluster of clusterNodes(NODES, edges, constraints)) {
        expect(new Set(cluster.map((one) => reach.get(one))).size).toBe(1);
      }
    }),
    runs,
  );
});

describe("by example", () => {
  test("two groups with one good link between them stay two: not connected components", () => {
    const group = (...names: string[]) => names.flatMap((a, at) => names.slice(at + 1).map((b) => link(a, b, 10)));
    const clusters = clusterNodes(
      NODES.slice(0, 6),
      [...group("a", "b", "c"), ...group("d", "e", "f"), link("c", "d", 6)],
      NO_CONSTRAINTS,
    );
    expect(clusters).toEqual([
      ["a", "b", "c"],
      ["d", "e", "f"],
    ]);
  });

  test("strong edges along a chain keep it in one cluster", () => {
    const chain = [link("a", "b", 40, "strong"), link("b", "c", 40, "strong"), link("c", "d", 40, "strong")];
    expect(clusterNodes(["a", "b", "c", "d"], chain, NO_CONSTRAINTS)).toEqual([["a", "b", "c", "d"]]);
  });

  test("evidence against parts what evidence for joins", () => {
    const edges = [link("a", "b", 10), link("b", "c", 8), link("a", "c", -30)];
    expect(clusterNodes(["a", "b", "c"], edges, NO_CONSTRAINTS)).toEqual([["a", "b"], ["c"]]);
  });

  test("a household is not a person", () => {
    expect(clusterNodes(["a", "b"], [link("a", "b", 50, "household")], NO_CONSTRAINTS)).toEqual([["a"], ["b"]]);
  });

  test("a cannot-link leaves each node where its evidence is best", () => {
    const edges = [link("a", "b", 10), link("b", "c", 12)];
    expect(clusterNodes(["a", "b", "c"], edges, { cannotLink: [["a", "c"]], exclusive: new Map() })).toEqual([
      ["a"],
      ["b", "c"],
    ]);
  });

  test("one record of a channel to a person", () => {
    const exclusive = new Map([
      ["a", ["channel:crm"]],
      ["b", ["channel:crm"]],
    ]);
    expect(clusterNodes(["a", "b"], [link("a", "b", 40, "strong")], { cannotLink: [], exclusive })).toEqual([
      ["a"],
      ["b"],
    ]);
  });

  test("several edges of a pair count as the strongest; edges of unknown nodes do not count", () => {
    const edges = [link("a", "b", -9), link("b", "a", 4), link("a", "z", 9)];
    expect(clusterNodes(["a", "b"], edges, NO_CONSTRAINTS)).toEqual([["a", "b"]]);
  });
});
