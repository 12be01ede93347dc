import type { LinkToken } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { keyOf, link, operationOf, record, tokenOf, undo, unlink } from "../../../../test/operations.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import { operationsWithout } from "../operations/operation-history.ts";
import type { Operation } from "../operations/operation.ts";
import { carriedEdges, carriedOperations } from "./carried-edges.ts";
import { graphOf } from "./component.ts";

const tokens = (size: number) => Array.from({ length: size }, (_, index) => tokenOf(index));
const indexOf = (token: LinkToken) => tokens(52).indexOf(token);
const kinds = (...entries: [number, "email" | "phone" | "account"][]) =>
  Object.fromEntries(entries.map(([index, kind]) => [tokenOf(index), kind]));

/** The component of tokens 0 to `size` - 1 after some were dropped as a retirement drops them, one by one. */
async function retired(
  size: number,
  operations: readonly Operation[],
  gone: readonly number[],
  newer: readonly number[],
) {
  let [members, left] = [tokens(size), [...operations]];
  for (const index of gone) {
    const token = tokenOf(index);
    const graph = graphOf(members, left, USUAL_RULES);
    left.push(...(await carriedOperations(carriedEdges(graph, token, new Set(newer.map(tokenOf))), 1_000 + index)));
    left.push({ ...unlink(2_000 + index, index), at: 1_000 + index });
    const { cannotLink } = graphOf(members, left, USUAL_RULES);
    left = operationsWithout(left, new Set([token]), cannotLink);
    members = members.filter((member) => member !== token);
  }
  expect(JSON.stringify(left)).not.toMatch(new RegExp(gone.map(tokenOf).join("|")));
  const graph = graphOf(members, left, USUAL_RULES);
  return { ...graph, left, members, groups: graph.profiles.map((profile) => profile.map(indexOf)) };
}

describe("a retired token's edges", () => {
  test("of a token that joined by its own key alone stay claimed, whichever of the two is retired", async () => {
    // Key 2 joined address 0 by itself, whose new token is 1; key 3 is 2's in the new epoch.
    const claim = { ...link(1, [0, 2]), claimed: [tokenOf(2)] };
    const address = await retired(3, [claim, link(2, [0, 1])], [0], [1]);
    expect(address.groups).toEqual([[1, 2]]);
    expect(address.left).toMatchObject([{ tokens: [1, 2].map(tokenOf), claimed: [1, 2].map(tokenOf) }]);
    const own = await retired(4, [claim, link(2, [0, 1]), link(3, [2, 3])], [2], [1, 3]);
    expect(own.left.find(({ tokens }) => tokens.includes(tokenOf(3)))).toMatchObject({ claimed: [0, 3].map(tokenOf) });
  });

  test("go to one that joined by its own key alone only where there is no other, and make it no less a claim", async () => {
    // Keys 1 and 3 are of the new epoch; 1 joined by itself.
    const claim = { ...link(1, [0, 1]), claimed: [tokenOf(1)] };
    const other = await retired(4, [link(2, [0, 2]), claim, link(3, [0, 3])], [0], [1, 3]);
    const claimOf = (index: number) => other.left.find(({ tokens }) => tokens.includes(tokenOf(index)));
    expect(other.left.map(({ tokens }) => tokens.map(indexOf)).sort()).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect(claimOf(1)).toMatchObject({ claimed: [1, 3].map(tokenOf) });
    expect(claimOf(2)).not.toHaveProperty("claimed");
    const alone = await retired(3, [record(2, 2, [0]), { ...link(3, [2, 0]), claimed: [tokenOf(2)] }, claim], [0], [1]);
    expect(alone.left.find(({ action }) => action === "carried")).toMatchObject({ claimed: [1, 2].map(tokenOf) });
  });

  test("of a key that joined an address by itself make its own edges no address's", async () => {
    // Key 0 joined address 1 by itself; a connector knows it by record 2.
    const claim = { ...link(1, [0, 1]), claimed: [tokenOf(0)] };
    const { left } = await retired(3, [claim, record(2, 2, [0])], [0], []);
    expect(left.find(({ action }) => action === "carried")).toMatchObject({ claimed: [1, 2].map(tokenOf) });
  });

  test("of a guest device go to the successor as a guest's: it is no member", async () => {
    // Device 2 opened a landing link that was sent to the old address 0, whose new token is 1.
    const landing = link(1, [0, 2], { [tokenOf(2)]: "landing-link" });
    const { groups, guests, edges, members, left } = await retired(3, [landing, link(2, [0, 1])], [0], [1, 2]);
    expect(groups).toEqual([[1, 2]]);
    expect([...guests]).toEqual([tokenOf(2)]);
    expect(edges).toMatchObject([{ weight: 12, operations: [operationOf(1)] }]);
    // The recipient can take it back by the operation that it was, and the device's own signature ends it.
    for (const ending of [undo(2_600, 1, 1), link(2_601, [2, 3])]) {
      const after = graphOf([...members, tokenOf(3)], [...left, ending], USUAL_RULES);
      expect(after.profiles).toContainEqual([tokenOf(1)]);
    }
  });

  test("of a guest device alone make nobody its heir", async () => {
    const landing = link(1, [0, 1], { [tokenOf(1)]: "landing-link" });
    const { groups, guests } = await retired(3, [landing, link(2, [0, 2])], [0, 2], [1]);
    expect(groups).toEqual([[1]]);
    expect([...guests]).toEqual([]);
  });

  test("of a likeness keep kind, weight and reasons, so that what speaks against them still counts", async () => {
    const operations = [record(1, 0, []), record(2, 1, [], [[0, 1, 15]]), link(3, [0, 2]), link(4, [1, 3])];
    const { groups, edges } = await retired(4, operations, [0, 1], [2, 3]);
    expect(groups).toEqual([[2, 3]]);
    expect(edges).toMatchObject([{ kind: "fuzzy", weight: 15, operations: [operationOf(2)] }]);
    expect(edges[0]?.waterfall).toHaveLength(2);
    const against = [...operations, record(5, 4, [2]), record(6, 5, [3], [[4, 5, -40]])];
    const apart = await retired(6, against, [0, 1], [2, 3, 4, 5]);
    expect(apart.groups.find((group) => group.includes(2))).not.toContain(3);
  });

  test("of a likeness give way to what the new records are compared by", async () => {
    // Records 2 and 3 replace 0 and 1 in the new epoch, and say that these are two people.
    const operations = [record(1, 0, []), record(2, 1, [], [[0, 1, 15]]), link(3, [0, 2]), link(4, [1, 3])];
    const { groups } = await retired(
      4,
      [...operations, record(5, 2, []), record(6, 3, [], [[2, 5, -20]])],
      [0, 1],
      [2, 3],
    );
    expect(groups).toEqual([[2], [3]]);
  });

  test("of a family's phone stay those of a phone, with a token of the new epoch or without", async () => {
    const phone = kinds([0, "phone"], [1, "phone"]);
    // Addresses 2 and 3 have the phone in common, by its old token 0; its new one is 1.
    const operations = [link(1, [0, 2], phone), link(2, [0, 3], phone)];
    const carried = await retired(4, [...operations, link(3, [0, 1], phone)], [0], [1, 2, 3]);
    expect(carried.groups).toEqual([[1, 2, 3]]);
    expect(carried.edges.map(({ a, b, weight }) => [indexOf(a), indexOf(b), weight]).sort()).toEqual([
      [1, 2, 12],
      [1, 3, 12],
    ]);
    const without = await retired(4, operations, [0], [2, 3]);
    expect(without.edges).toMatchObject([{ a: tokenOf(2), b: tokenOf(3), weight: 12 }]);
  });

  test("of a phone that many share are the new token's too, so that it joins nobody either", async () => {
    const all = kinds([0, "phone"], [1, "phone"], ...[2, 3, 4, 5].map((index): [number, "email"] => [index, "email"]));
    const operations = [2, 3, 4, 5].map((index) => link(index, [0, index], all));
    const { groups } = await retired(6, [...operations, link(9, [0, 1], all)], [0], [1, 2, 3, 4, 5]);
    expect(groups).toEqual([[1], [2], [3], [4], [5]]);
  });

  test("keep an unlink: the successor stays separate until both sign again, or the unlink is taken back", async () => {
    // 0 left 2, with whom it shares a phone; 1 is 0's new token.
    const operations = [link(1, [0, 2]), unlink(2, 0), link(3, [0, 1])];
    const { groups, cannotLink, members, left } = await retired(3, operations, [0], [1, 2]);
    expect(groups).toEqual([[1], [2]]);
    expect(cannotLink).toEqual([[tokenOf(1), tokenOf(2)]]);
    expect(graphOf(members, [...left, link(2_600, [1, 2])], USUAL_RULES).profiles).toHaveLength(1);
    expect(graphOf(members, [...left, undo(2_600, 1, 2)], USUAL_RULES).cannotLink).toEqual([]);
  });

  test("keep a long chain together, whichever of it comes back", async () => {
    const chain = [0, 1, 2, 3].map((index) => link(index + 1, [index, index + 1]));
    const { groups, edges } = await retired(7, [...chain, link(9, [2, 5]), link(10, [4, 6])], [0, 1, 2, 3, 4], [5, 6]);
    expect(groups).toEqual([[5, 6]]);
    expect(edges).toMatchObject([{ kind: "strong", weight: 64 }]);
  });
});

test("an erased neighbour leaves behind that a token is a phone", () => {
  const operations = [link(1, [0, 1], kinds([1, "phone"])), link(2, [1, 2])];
  const left = operationsWithout(operations, new Set([tokenOf(0)]), []);
  const { edges } = graphOf([tokenOf(1), tokenOf(2)], left, USUAL_RULES);
  expect(edges).toMatchObject([{ weight: 12 }]);
});

test("a carried edge is the same operation each time it is made", async () => {
  const graph = graphOf(tokens(3), [link(1, [0, 1]), link(2, [0, 2])], USUAL_RULES);
  const edges = carriedEdges(graph, tokenOf(0), new Set([tokenOf(1)]));
  const [first, again] = [await carriedOperations(edges, 5), await carriedOperations(edges, 6)];
  expect(first.map(({ key }) => key)).toEqual(again.map(({ key }) => key));
  expect(first.map(({ key }) => key)).not.toContain(keyOf(2));
});
