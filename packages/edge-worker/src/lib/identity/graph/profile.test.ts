import { LinkToken } from "@sedge/protocol";
import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { currentCodewords, groupsOf, smallestOf } from "./profile.ts";

const token = (index: number) => v.parse(LinkToken, `${String.fromCharCode(65 + index)}${"A".repeat(42)}`);
const edge = (a: number, b: number) => ({ a: token(Math.min(a, b)), b: token(Math.max(a, b)) });

const graph = fc.record({
  size: fc.integer({ min: 1, max: 12 }),
  pairs: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 20 }),
});

test("groups partition the members, and no pair crosses a group", () => {
  fc.assert(
    fc.property(graph, ({ size, pairs }) => {
      const members = Array.from({ length: size }, (_, index) => token(index));
      const edges = pairs.filter(([a, b]) => a < size && b < size && a !== b).map(([a, b]) => edge(a, b));
      const groups = groupsOf(members, edges);
      expect(groups.flat().sort()).toEqual(members);
      const placeOf = (member: LinkToken) => groups.findIndex((group) => group.includes(member));
      for (const { a, b } of edges) expect(placeOf(a)).toBe(placeOf(b));
      // As few edges as a forest needs can't join more: the number of groups is at least members minus edges.
      expect(groups.length).toBeGreaterThanOrEqual(size - edges.length);
      expect(groupsOf(members.toReversed(), edges.toReversed())).toEqual(groups);
    }),
  );
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
