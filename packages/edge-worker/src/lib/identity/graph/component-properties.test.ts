import type { LinkToken } from "@sedge/protocol";
import { seededRandom } from "@sedge/testbed/seeded-random";
import { describe, expect, test } from "vitest";
import { keyOf, link, record, tokenOf, undo, unlink } from "../../../../test/operations.ts";
import { seedsOf } from "../../../../test/seeds.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import type { Operation } from "../operations/operation.ts";
import { boundedOperations, operationsWithout } from "../operations/operation-history.ts";
import { type Component, componentOf } from "./component.ts";

const PEOPLE = 8;
const members = Array.from({ length: PEOPLE }, (_, index) => tokenOf(index));
const indexOf = (token: LinkToken) => members.indexOf(token);

/** Operations drawn at random over the members, numbered after `last`: links, landing links, records that are like earlier ones, unlinks, and undos. */
function drawn(seed: number, last = 0): Operation[] {
  const random = seededRandom(seed);
  const below = (end: number) => Math.floor(random() * end);
  const records: [token: number, operation: number][] = [];
  return Array.from({ length: 6 + below(18) }, (_, at): Operation => {
    const index = last + at + 1;
    const kind = random();
    if (kind < 0.1) {
      const [device, recipient] = [below(PEOPLE), below(PEOPLE)];
      return link(index, [device, recipient], { [tokenOf(device)]: "landing-link" });
    }
    if (kind < 0.35) return link(index, [below(PEOPLE), below(PEOPLE), ...(random() < 0.2 ? [below(PEOPLE)] : [])]);
    if (kind < 0.6) {
      const own = below(PEOPLE);
      const like = records
        .filter(([token]) => token !== own && random() < 0.7)
        .map(([token, operation]) => [token, operation, Math.round(random() * 40 - 15)] as const);
      records.push([own, index]);
      const identifiers = random() < 0.5 ? [below(PEOPLE)].filter((token) => token !== own) : [];
      return record(index, own, identifiers, like);
    }
    if (kind < 0.8) return unlink(index, below(PEOPLE));
    return undo(index, below(PEOPLE), 1 + below(index + 3));
  });
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

const seeds = seedsOf(300);

/** Left-out operations of a seed's draw. Fails if a profile, an edge or a cannot-link pair differs without them. */
function leavesOutOnlyWhatAddsNothing(seed: number): number {
  const seen = (component: Component) => ({
    profiles: component.profiles,
    edges: component.edges.map((edge) => ({ ...edge, operations: [] })),
    cannotLink: [...new Set(component.cannotLink.map(String))].sort(),
  });
  const random = seededRandom(seed + 4);
  const once = drawn(seed);
  const repeats = shuffled(once, random)
    .slice(0, 6)
    .map((operation, at) => ({ ...operation, key: keyOf(200 + at), at: 30 + at }));
  const operations = [...once, ...repeats];
  const kept = boundedOperations(operations, componentOf(members, operations, USUAL_RULES));
  const later = drawn(seed + 2_000_000, 40).filter(({ action }) => action !== "undo");
  for (const more of [[], later]) {
    const found = componentOf(members, [...kept, ...more], USUAL_RULES);
    expect(seen(found), `seed ${seed}`).toEqual(seen(componentOf(members, [...operations, ...more], USUAL_RULES)));
  }
  return operations.length - kept.length;
}

describe("leaving out operations that add nothing", { retry: 0 }, () => {
  // Seeds with which a link of one token was left out that alone showed that its signer was no guest.
  const FAILED = [100_790, 102_215, 103_301, 103_669, 103_954, 104_362, 682_460_715, 682_461_159];
  const drawnHere = [...FAILED, ...seeds];

  test(`changes no profile, edge or cannot-link pair, whatever follows (SEDGE_SEED=${String(seeds[0])} repeats it)`, () => {
    const left = drawnHere.reduce((sum, seed) => sum + leavesOutOnlyWhatAddsNothing(seed), 0);
    expect(left).toBeGreaterThan(drawnHere.length / 2);
  });
});

describe(`by ${seeds.length} seeds (SEDGE_SEED=${String(seeds[0])} repeats them)`, { retry: 0 }, () => {
  test("the same operations in any order give the same profiles, edges and cannot-link pairs", () => {
    for (const seed of seeds) {
      const operations = drawn(seed);
      const expected = componentOf(members, operations, USUAL_RULES);
      const random = seededRandom(seed + 1);
      for (let turn = 0; turn < 4; turn++) {
        const found = componentOf(shuffled(members, random), shuffled(operations, random), USUAL_RULES);
        expect(found, `seed ${seed}`).toEqual(expected);
      }
    }
  });

  test("an erasure removes the same in any order of the operations, and later operations give the same result", () => {
    for (const seed of seeds) {
      const random = seededRandom(seed + 3);
      const before = drawn(seed);
      const { profiles } = componentOf(members, before, USUAL_RULES);
      const gone = new Set(profiles[Math.floor(random() * profiles.length)]);
      // An erased token may be registered again. Nothing connects it with its past.
      const later = drawn(seed + 1_000_000, before.length);
      const erased = (operations: readonly Operation[]) =>
        operationsWithout(operations, gone, componentOf(members, operations, USUAL_RULES).cannotLink);
      const expected = componentOf(members, [...erased(before), ...later], USUAL_RULES);
      for (let turn = 0; turn < 4; turn++) {
        const operations = shuffled([...erased(shuffled(before, random)), ...later], random);
        expect(componentOf(members, operations, USUAL_RULES), `seed ${seed}`).toEqual(expected);
      }
      const survivors = members.filter((token) => !gone.has(token));
      const left = componentOf(survivors, erased(before), USUAL_RULES);
      expect(JSON.stringify([left.profiles, left.edges, left.cannotLink]), `seed ${seed}`).not.toMatch(
        new RegExp([...gone].join("|")),
      );
      expect(left.profiles.flat().sort()).toEqual(survivors);
    }
  });

  test("an undone operation has the effect of one that was never signed", () => {
    for (const seed of seeds) {
      const operations = drawn(seed);
      const random = seededRandom(seed + 2);
      const target = operations[Math.floor(random() * operations.length)];
      const [token] = target?.tokens ?? [];
      if (!target || target.action === "undo" || token === undefined) continue;
      const index = Number.parseInt(target.key, 16);
      const taken = componentOf(members, [...operations, undo(99, indexOf(token), index)], USUAL_RULES);
      const never = componentOf(
        members,
        operations.filter((operation) => operation !== target),
        USUAL_RULES,
      );
      expect({ ...taken, effective: never.effective }, `seed ${seed}`).toEqual(never);
      expect(taken.effective.has(keyOf(index))).toBe(false);
    }
  });

  test("puts every token in exactly one profile, separates cannot-link pairs, and gives every edge an operation", () => {
    for (const seed of seeds) {
      const operations = drawn(seed);
      const { profiles, edges, cannotLink, effective } = componentOf(members, operations, USUAL_RULES);
      expect(profiles.flat().sort(), `seed ${seed}`).toEqual(members);
      for (const [one, other] of cannotLink) {
        expect(
          profiles.some((profile) => profile.includes(one) && profile.includes(other)),
          `seed ${seed}`,
        ).toBe(false);
      }
      for (const { a, b, operations } of edges) {
        expect(a < b && operations.length > 0, `seed ${seed}`).toBe(true);
      }
      for (const key of effective) expect(operations.some((operation) => operation.key === key)).toBe(true);
    }
  });
});
