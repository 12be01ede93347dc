import type { LinkToken } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { keyOf, link, operationOf, record, tokenOf, undo, unlink } from "../../../../test/operations.ts";
import { componentOf } from "./component.ts";
import type { Operation } from "../operations/operation.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";

const PEOPLE = 8;
const members = Array.from({ length: PEOPLE }, (_, index) => tokenOf(index));
const entitiesOf = (operations: readonly Operation[], rules = USUAL_RULES, of: readonly LinkToken[] = members) =>
  componentOf(of, operations, rules).profiles;
/** The entities among tokens 0 to `size` - 1, as numbers. */
function groups(size: number, operations: readonly Operation[], rules = USUAL_RULES): number[][] {
  const tokens = Array.from({ length: size }, (_, index) => tokenOf(index));
  return entitiesOf(operations, rules, tokens).map((tokens) => tokens.map(indexOf));
}
const indexOf = (token: LinkToken) => Array.from({ length: 52 }, (_, index) => tokenOf(index)).indexOf(token);

describe("signatures", () => {
  test("join the tokens that they name, directly and through others", () => {
    expect(groups(5, [link(1, [0, 1]), link(2, [1, 2]), link(3, [3, 4])])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  test("by strangers' own keys, however many, part nobody from an address that others know", () => {
    const claims = Array.from({ length: 9 }, (_, index) => ({
      ...link(index + 2, [0, index + 2]),
      claimed: [tokenOf(index + 2)],
    }));
    expect(groups(12, [link(1, [0, 1]), ...claims])).toContainEqual([0, 1]);
    expect(groups(12, [link(1, [0, 1]), ...claims.slice(0, 3)])).toContainEqual([0, 1, 2, 3, 4]);
  });

  test("that a proof covers are kept beside a claim that says the same, which its claimer can take back", () => {
    const claim = { ...link(1, [0, 1, 2]), claimed: [tokenOf(2)] };
    const tokens = [0, 1, 2].map(tokenOf);
    expect(componentOf(tokens, [claim, link(2, [0, 1])], USUAL_RULES).redundant.size).toBe(0);
    expect(groups(3, [claim, link(2, [0, 1]), undo(3, 2, 1)])).toEqual([[0, 1], [2]]);
    expect(
      componentOf(tokens, [link(2, [0, 1]), { ...link(3, [0, 1]), claimed: tokens }], USUAL_RULES).redundant.size,
    ).toBe(1);
  });

  test("join a long chain", () => {
    const chain = Array.from({ length: 39 }, (_, index) => link(index + 1, [index, index + 1]));
    expect(groups(40, chain)).toHaveLength(1);
  });

  test("an edge lists every operation behind it and is deleted with the last one", () => {
    const operations = [link(1, [0, 1]), link(2, [0, 1, 2])];
    const [edge] = componentOf(members, operations, USUAL_RULES).edges;
    expect(edge).toMatchObject({ kind: "strong", operations: [operationOf(1), operationOf(2)] });
    expect(groups(3, [...operations, undo(3, 0, 2)])).toEqual([[0, 1], [2]]);
    expect(groups(3, [...operations, undo(3, 0, 2), undo(4, 1, 1)])).toEqual([[0], [1], [2]]);
  });
});

describe("a landing link", () => {
  /** Device 0 takes the landing link of a recipient. */
  const taken = (index: number, recipient: number) => link(index, [0, recipient], { [tokenOf(0)]: "landing-link" });

  test("joins the device to the recipient, and is ended by whatever the device signs, before it or after", () => {
    expect(groups(3, [taken(1, 1)])).toEqual([[0, 1], [2]]);
    expect(groups(3, [taken(2, 1), link(1, [0, 2])])).toEqual([[0, 2], [1]]);
    expect(groups(3, [taken(1, 1), link(2, [0, 2])])).toEqual([[0, 2], [1]]);
    const { edges, guests, effective } = componentOf(members, [taken(1, 1), link(2, [0, 2])], USUAL_RULES);
    expect(edges.map(({ kind }) => kind)).toEqual(["strong"]);
    expect([...guests]).toEqual([]);
    expect(effective.size).toBe(1);
    expect([...componentOf(members, [taken(1, 1)], USUAL_RULES).guests]).toEqual([tokenOf(0)]);
  });

  test("is ended by a signature with a key that families share, and by one that names the device a phone number", () => {
    for (const shared of [0, 2]) {
      const own = link(2, [0, 2], { [tokenOf(shared)]: "phone" });
      expect(groups(3, [taken(1, 1), own])).toEqual([[0, 2], [1]]);
      expect(groups(3, [{ ...own, at: 0 }, taken(1, 1)])).toEqual([[0, 2], [1]]);
      // What is taken back was never signed.
      expect(groups(3, [taken(1, 1), own, undo(3, 2, 2)])).toEqual([[0, 1], [2]]);
    }
    expect(groups(3, [taken(1, 1), record(2, 0, [2])])).toEqual([[0, 2], [1]]);
  });

  test("neither joins nor separates anybody but its own device", () => {
    const phone = { [tokenOf(3)]: "phone" } as const;
    // The recipient's address 1 and address 2 are one person's by a phone; the device has left address 2 before.
    const person = [link(1, [1, 3], phone), link(2, [2, 3], phone)];
    const left = [link(3, [0, 2], { [tokenOf(0)]: "landing-link" }), unlink(4, 0)];
    expect(groups(4, [...person, ...left, taken(5, 1)])).toEqual([[0], [1, 2, 3]]);
    // A guest's guest is nobody's.
    expect(groups(3, [taken(1, 1), link(2, [0, 2], { [tokenOf(2)]: "landing-link" })])).toEqual([[0, 1], [2]]);
  });

  test("only the device's latest landing link counts, and it can be undone", () => {
    expect(groups(3, [taken(1, 1), taken(2, 2)])).toEqual([[0, 2], [1]]);
    expect(groups(3, [taken(1, 1), taken(2, 2), undo(3, 2, 2)])).toEqual([[0, 1], [2]]);
  });

  test("ends no separation, and makes no identifier a shared one", () => {
    expect(groups(2, [taken(1, 1), unlink(2, 1), taken(3, 1)])).toEqual([[0], [1]]);
    const many = Array.from({ length: 12 }, (_, index) =>
      link(index + 1, [1, index + 2], { [tokenOf(index + 2)]: "landing-link" }),
    );
    expect(groups(14, [...many, link(20, [0, 1])]).find((group) => group.includes(1))).toHaveLength(14);
  });
});

describe("unlink", () => {
  test("separates the leaver from the profile, and the rest splits into what is still linked", () => {
    expect(groups(4, [link(1, [0, 1]), link(2, [1, 2]), link(3, [2, 3]), unlink(4, 1)])).toEqual([[0], [1], [2, 3]]);
  });

  test("keeps a likeness, and the same record sent again, from bringing the leaver back", () => {
    const sent = [record(1, 0, [1]), record(2, 2, [], [[0, 1, 20]])];
    expect(groups(3, sent)).toEqual([[0, 1, 2]]);
    const left = [...sent, unlink(3, 2)];
    expect(groups(3, left)).toEqual([[0, 1], [2]]);
    expect(groups(3, [...left, record(4, 2, [1], [[0, 1, 25]])])).toEqual([[0, 1], [2]]);
  });

  test("ends when both keys sign a later link, and not by an earlier one", () => {
    const left = [link(2, [0, 1]), link(3, [1, 2]), unlink(4, 0)];
    expect(groups(3, left)).toEqual([[0], [1, 2]]);
    expect(groups(3, [...left, link(1, [0, 2])])).toEqual([[0], [1, 2]]);
    expect(groups(3, [...left, link(5, [0, 2])])).toEqual([[0, 1, 2]]);
  });

  test("can be undone", () => {
    const before = [link(1, [0, 1]), record(2, 2, [0]), record(3, 3, [], [[2, 2, 12]])];
    expect(groups(4, [...before, unlink(4, 0), undo(5, 0, 4)])).toEqual(groups(4, before));
  });
});

describe("records", () => {
  test("a record replaces its earlier content", () => {
    const first = [record(1, 0, []), record(2, 1, [2], [[0, 1, 15]])];
    expect(groups(4, first)).toEqual([[0, 1, 2], [3]]);
    expect(groups(4, [...first, record(3, 1, [3])])).toEqual([[0], [1, 3], [2]]);
    expect(groups(4, [...first, record(3, 1, [3]), undo(4, 1, 3)])).toEqual([[0, 1, 2], [3]]);
  });

  test("taking a record back takes back what later records saw in it", () => {
    const operations = [record(1, 0, []), record(2, 1, [], [[0, 1, 15]])];
    expect(groups(2, [...operations, undo(3, 0, 1)])).toEqual([[0], [1]]);
    expect(componentOf(members, [...operations, undo(3, 0, 1)], USUAL_RULES).edges).toEqual([]);
  });

  test("any number of records that agree with two people join neither to the other, where their records contradict each other", () => {
    const invented = [2, 3, 4].map((own) => {
      const others = Array.from({ length: own }, (_, other) => [other, other + 1, 25] as const);
      const contradiction = {
        one: tokenOf(0),
        oneKey: keyOf(1),
        other: tokenOf(1),
        otherKey: keyOf(2),
        weight: -9,
      };
      return record(own + 1, own, [], others, { contradictions: [contradiction] });
    });
    const operations = [record(1, 0, []), record(2, 1, []), ...invented];
    const separate = (all: readonly Operation[]) =>
      groups(5, all).every((group) => !(group.includes(0) && group.includes(1)));
    expect(separate(operations)).toBe(true);
    // Content that came later is not what was compared.
    expect(separate([...operations, record(7, 1, [], [[0, 1, 20]])])).toBe(false);
    // Those who signed with both keys know better.
    expect(separate([...operations, link(8, [0, 1])])).toBe(false);
  });

  test("a chain of likenesses does not join dissimilar records", () => {
    const operations = [
      record(1, 0, []),
      record(2, 1, [], [[0, 1, 4]]),
      record(
        3,
        2,
        [],
        [
          [1, 2, 4],
          [0, 1, -20],
        ],
      ),
    ];
    expect(groups(3, operations)).not.toEqual([[0, 1, 2]]);
  });

  test("an edge by likeness keeps its weight and waterfall", () => {
    const { edges } = componentOf(members, [record(1, 0, []), record(2, 1, [], [[0, 1, 15]])], USUAL_RULES);
    expect(edges).toEqual([
      {
        a: tokenOf(0),
        b: tokenOf(1),
        kind: "fuzzy",
        weight: 15,
        operations: [operationOf(2)],
        waterfall: [
          { field: "prior", level: "prior", weight: -10 },
          { field: "surname", level: "exact", weight: 25 },
        ],
      },
    ]);
  });

  test("one record per channel, if the site sets this rule", () => {
    const operations = [record(1, 0, []), record(2, 1, [], [[0, 1, 15]])];
    expect(groups(2, operations, { oneRecord: ["call-centre"], once: [] })).toEqual([[0], [1]]);
    expect(groups(2, operations, { oneRecord: ["shop-till"], once: [] })).toEqual([[0, 1]]);
  });
});

describe("what people share", () => {
  const kinds = (...entries: [number, "email" | "phone" | "loyalty" | "account"][]) =>
    Object.fromEntries(entries.map(([index, kind]) => [tokenOf(index), kind]));

  test("two accounts are two people, whatever else they have in common", () => {
    const operations = [
      link(1, [0, 1], kinds([0, "account"], [1, "email"])),
      link(2, [1, 2], kinds([1, "email"], [2, "account"])),
    ];
    const together = groups(3, operations);
    expect(together).toHaveLength(2);
    expect(groups(3, operations, { oneRecord: [], once: [] })).toEqual([[0, 1, 2]]);
  });

  test("one account under two keys is one, when both sign", () => {
    const accounts = kinds([0, "account"], [1, "account"]);
    expect(groups(2, [link(1, [0, 1], accounts)])).toEqual([[0, 1]]);
    expect(groups(3, [link(1, [0, 2], accounts), link(2, [1, 2], accounts)])).toHaveLength(2);
  });

  test("a couple's phone does not join two records that are unlike: its edge to one of them is the household's", () => {
    const phone = kinds([2, "phone"]);
    const operations = [record(1, 0, [2], [], { kinds: phone }), record(2, 1, [2], [[0, 1, -14]], { kinds: phone })];
    expect(groups(3, operations)).toHaveLength(2);
    const { edges } = componentOf(members, operations, USUAL_RULES);
    expect(edges.map(({ kind }) => kind).sort()).toEqual(["household", "strong"]);
  });

  test("one person's phone joins records that are not unlike", () => {
    const phone = kinds([2, "phone"]);
    const operations = [record(1, 0, [2], [], { kinds: phone }), record(2, 1, [2], [[0, 1, 3]], { kinds: phone })];
    expect(groups(3, operations)).toEqual([[0, 1, 2]]);
  });

  test.each([
    ["phone", 3],
    ["loyalty", 3],
  ] as const)(
    "a %s joins as many as %i people with addresses of their own; with one more it is nobody's",
    (kind, limit) => {
      const shared = (count: number) =>
        Array.from({ length: count }, (_, index) =>
          link(index + 1, [0, index + 1], kinds([0, kind], [index + 1, "email"])),
        );
      expect(groups(limit + 1, shared(limit))).toHaveLength(1);
      expect(groups(limit + 2, shared(limit + 1))).toHaveLength(limit + 2);
      const { edges } = componentOf(members, shared(limit + 1), USUAL_RULES);
      expect(new Set(edges.map((edge) => edge.kind))).toEqual(new Set(["household"]));
    },
  );

  test("while keys rotate a family's phone is as much shared by its two tokens as by one", () => {
    // 0 and 1 are the phone, 2 to 9 two tokens of up to four people's addresses.
    const carried = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        const [old, young] = [2 + index, 6 + index];
        const all = kinds([0, "phone"], [1, "phone"], [old, "email"], [young, "email"]);
        return [link(1 + index, [0, old], all), link(11 + index, [young, 1, old, 0], all)];
      }).flat();
    expect(groups(10, carried(3))[0]).toEqual([0, 1, 2, 3, 4, 6, 7, 8]);
    expect(groups(10, carried(4))).toEqual([[0], [1], [2, 6], [3, 7], [4, 8], [5, 9]]);
  });

  test("a token of unknown kind joins eight; people with another link count once", () => {
    const star = (count: number) => Array.from({ length: count }, (_, index) => link(index + 1, [0, index + 1]));
    expect(groups(9, star(8))).toHaveLength(1);
    expect(groups(10, star(9))).toHaveLength(10);
    expect(groups(10, [...star(9), link(20, [1, 2])])).toHaveLength(1);
  });
});
