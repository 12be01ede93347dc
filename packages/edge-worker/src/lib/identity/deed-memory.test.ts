import { describe, expect, test } from "vitest";
import { link, record, tokenOf, undo, unlink } from "../../../test/deeds.ts";
import { componentOf } from "./component.ts";
import type { Deed } from "./deed.ts";
import { boundedDeeds, deedsWithout, MAX_DEEDS, namedTogether } from "./deed-memory.ts";
import { USUAL_RULES } from "./identity-rules.ts";

const members = Array.from({ length: 6 }, (_, index) => tokenOf(index));
const play = (deeds: readonly Deed[], of = members) => componentOf(of, deeds, USUAL_RULES);
const bounded = (deeds: readonly Deed[]) => {
  const { holding, apart } = play(deeds);
  return boundedDeeds(deeds, holding, apart);
};

describe("the bound", () => {
  test("drops the oldest of what has no effect, and changes nobody's profile", () => {
    const replaced = Array.from({ length: MAX_DEEDS + 40 }, (_, index) => record(index + 10, 0, [1]));
    const deeds = [link(1, [1, 2]), ...replaced];
    const kept = bounded(deeds);
    expect(kept).toHaveLength(MAX_DEEDS);
    expect(play(kept).profiles).toEqual(play(deeds).profiles);
    expect(kept[0]).toEqual(deeds[0]);
    expect(kept[1]).toEqual(deeds[42]);
    expect(bounded(deeds.slice(0, MAX_DEEDS))).toHaveLength(MAX_DEEDS);
  });

  test("keeps apart who was parted, although the deed that had joined them is gone", () => {
    const deeds = [
      link(1, [0, 1]),
      unlink(2, 0),
      ...Array.from({ length: MAX_DEEDS }, (_, index) => record(index + 10, 2, [])),
    ];
    const kept = bounded(deeds);
    expect(kept.some(({ action }) => action === "link")).toBe(false);
    expect(play(kept).apart).toEqual([[tokenOf(0), tokenOf(1)]]);
  });

  test("drops an undo only after what it takes back", () => {
    const deeds = [
      link(1, [0, 1]),
      undo(2, 0, 1),
      ...Array.from({ length: MAX_DEEDS - 1 }, (_, index) => record(index + 10, 2, [])),
    ];
    expect(bounded(deeds).map(({ action }) => action)).not.toContain("link");
    expect(play(bounded(deeds)).profiles).toEqual(play(deeds).profiles);
  });
});

describe("without tokens", () => {
  test("nothing names them, and the others are as if they had never been", () => {
    const deeds = [link(1, [0, 1, 2]), record(2, 3, [0, 4]), record(3, 5, [], [[3, 2, 9]]), unlink(4, 2)];
    const { apart } = play(deeds);
    const left = deedsWithout(deeds, new Set([tokenOf(0), tokenOf(3)]), apart);
    expect(JSON.stringify(left)).not.toContain(tokenOf(0));
    expect(JSON.stringify(left)).not.toContain(tokenOf(3));
    expect(
      play(
        left,
        members.filter((token) => ![tokenOf(0), tokenOf(3)].includes(token)),
      ).profiles,
    ).toEqual([[tokenOf(1)], [tokenOf(2)], [tokenOf(4)], [tokenOf(5)]]);
  });

  test("who was parted stays apart, although what had joined them is gone", () => {
    const deeds = [link(1, [0, 1]), link(2, [1, 2]), unlink(3, 0)];
    const left = deedsWithout(deeds, new Set([tokenOf(1)]), play(deeds).apart);
    expect(play(left, [tokenOf(0), tokenOf(2)]).apart).toEqual([[tokenOf(0), tokenOf(2)]]);
  });
});

test("what deeds name together stays together", () => {
  const deeds = [link(1, [0, 1]), record(2, 2, [], [[3, 9, 8]]), unlink(3, 4)];
  expect(namedTogether(members, deeds)).toEqual([[0, 1], [2, 3], [4], [5]].map((group) => group.map(tokenOf)));
});
