import { describe, expect, test } from "vitest";
import { link, record, tokenOf, undo, unlink } from "../../../../test/operations.ts";
import { componentOf } from "../graph/component.ts";
import type { Operation } from "./operation.ts";
import { boundedOperations, operationsWithout, MAX_OPERATIONS, namedTogether } from "./operation-history.ts";
import { USUAL_RULES } from "./identity-rules.ts";

const members = Array.from({ length: 6 }, (_, index) => tokenOf(index));
const replay = (operations: readonly Operation[], of = members) => componentOf(of, operations, USUAL_RULES);
const bounded = (operations: readonly Operation[]) => {
  return boundedOperations(operations, replay(operations));
};

describe("the bound", () => {
  test("drops the oldest operations without effect, and changes no profile", () => {
    const replaced = Array.from({ length: MAX_OPERATIONS + 40 }, (_, index) => record(index + 10, 0, [1]));
    const operations = [link(1, [1, 2]), ...replaced];
    const kept = bounded(operations);
    expect(kept).toHaveLength(MAX_OPERATIONS);
    expect(replay(kept).profiles).toEqual(replay(operations).profiles);
    expect(kept[0]).toEqual(operations[0]);
    expect(kept[1]).toEqual(operations[42]);
    expect(bounded(operations.slice(0, MAX_OPERATIONS))).toHaveLength(MAX_OPERATIONS);
  });

  test("keeps a cannot-link pair after the operation that had linked it is dropped", () => {
    const operations = [
      link(1, [0, 1]),
      unlink(2, 0),
      ...Array.from({ length: MAX_OPERATIONS }, (_, index) => record(index + 10, 2, [])),
    ];
    const kept = bounded(operations);
    expect(kept.some(({ action }) => action === "link")).toBe(false);
    expect(replay(kept).cannotLink).toEqual([[tokenOf(0), tokenOf(1)]]);
  });

  test("drops an undo only after what it takes back", () => {
    const operations = [
      link(1, [0, 1]),
      undo(2, 0, 1),
      ...Array.from({ length: MAX_OPERATIONS - 1 }, (_, index) => record(index + 10, 2, [])),
    ];
    expect(bounded(operations).map(({ action }) => action)).not.toContain("link");
    expect(replay(bounded(operations)).profiles).toEqual(replay(operations).profiles);
  });
});

describe("without tokens", () => {
  test("nothing names them, and the others are as if they had never been", () => {
    const operations = [link(1, [0, 1, 2]), record(2, 3, [0, 4]), record(3, 5, [], [[3, 2, 9]]), unlink(4, 2)];
    const { cannotLink } = replay(operations);
    const left = operationsWithout(operations, new Set([tokenOf(0), tokenOf(3)]), cannotLink);
    expect(JSON.stringify(left)).not.toContain(tokenOf(0));
    expect(JSON.stringify(left)).not.toContain(tokenOf(3));
    expect(
      replay(
        left,
        members.filter((token) => ![tokenOf(0), tokenOf(3)].includes(token)),
      ).profiles,
    ).toEqual([[tokenOf(1)], [tokenOf(2)], [tokenOf(4)], [tokenOf(5)]]);
  });

  test("keeps a cannot-link pair after the tokens that had linked it are erased", () => {
    const operations = [link(1, [0, 1]), link(2, [1, 2]), unlink(3, 0)];
    const left = operationsWithout(operations, new Set([tokenOf(1)]), replay(operations).cannotLink);
    expect(replay(left, [tokenOf(0), tokenOf(2)]).cannotLink).toEqual([[tokenOf(0), tokenOf(2)]]);
  });
});

test("what operations name together stays together", () => {
  const operations = [link(1, [0, 1]), record(2, 2, [], [[3, 9, 8]]), unlink(3, 4)];
  expect(namedTogether(members, operations)).toEqual([[0, 1], [2, 3], [4], [5]].map((group) => group.map(tokenOf)));
});
