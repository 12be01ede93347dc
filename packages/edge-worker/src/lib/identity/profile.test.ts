import { LinkToken, OperationId } from "@sedge/protocol";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { componentsOf, currentCodewords, edgesAmong, smallestOf, withoutToken } from "./profile.ts";

const token = (index: number) => v.parse(LinkToken, `${String.fromCharCode(65 + index)}${"A".repeat(42)}`);
const operationId = v.parse(OperationId, "A".repeat(22));
const edge = (a: number, b: number) => ({ a: token(Math.min(a, b)), b: token(Math.max(a, b)), operationId });

test("edges among tokens join each pair once, smaller first", () => {
  expect(edgesAmong([token(2), token(0), token(1)], operationId)).toEqual([edge(0, 1), edge(0, 2), edge(1, 2)]);
  expect(edgesAmong([token(0)], operationId)).toEqual([]);
});

const graph = fc.record({
  size: fc.integer({ min: 1, max: 12 }),
  pairs: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 20 }),
});

test("components part the members, and no edge crosses them", () => {
  fc.assert(
    fc.property(graph, ({ size, pairs }) => {
      const members = Array.from({ length: size }, (_, index) => token(index));
      const edges = pairs.filter(([a, b]) => a < size && b < size && a !== b).map(([a, b]) => edge(a, b));
      const components = componentsOf(members, edges);
      expect(components.flat().sort()).toEqual(members);
      const placeOf = (member: LinkToken) => components.findIndex((component) => component.includes(member));
      for (const { a, b } of edges) expect(placeOf(a)).toBe(placeOf(b));
      // As few edges as a forest needs can't join more: the number of components is at least members minus edges.
      expect(components.length).toBeGreaterThanOrEqual(size - edges.length);
      expect(components.map(({ length }) => length)).toEqual(
        components.map(({ length }) => length).sort((one, other) => other - one),
      );
    }),
  );
});

describe("without a token", () => {
  const profile = { members: [0, 1, 2, 3].map(token), observations: [] };
  test("the largest rest stays, the leaver is by itself", () => {
    const edges = [edge(0, 1), edge(1, 2), edge(1, 3), edge(2, 3)];
    expect(withoutToken({ ...profile, edges }, token(1))).toEqual({
      kept: [token(2), token(3)],
      parted: [[token(1)], [token(0)]],
    });
  });
  test("a profile of one stays as it is", () => {
    const alone = { members: [token(0)], edges: [], observations: [] };
    expect(withoutToken(alone, token(0))).toEqual({ kept: [token(0)], parted: [] });
  });
});

test("the latest codeword of a channel counts, whatever the order of the rows", () => {
  const codeword = (path: string) => ({ generation: 0, path }) as never;
  const seen = [
    { token: token(0), channel: "web", codeword: codeword("0"), sequence: 3 },
    { token: token(1), channel: "web", codeword: codeword("1"), sequence: 7 },
    { token: token(1), channel: "app", codeword: codeword("2"), sequence: 1 },
  ] as const;
  const expected = [
    { channel: "web", codeword: codeword("1") },
    { channel: "app", codeword: codeword("2") },
  ];
  expect(currentCodewords(seen)).toEqual(expected);
  expect(currentCodewords(seen.toReversed())).toEqual(expected.toReversed());
});

test("the smallest token ranks a profile", () => {
  expect(smallestOf([token(3), token(1), token(2)])).toBe(token(1));
  expect(smallestOf([])).toBeUndefined();
});
