import { runInDurableObject } from "cloudflare:test";
import type { LinkToken, TokenKind } from "@sedge/protocol";
import { expect, test } from "vitest";
import { USUAL_RULES } from "../lib/identity/operations/identity-rules.ts";
import { type Operation, operationKey } from "../lib/identity/operations/operation.ts";
import {
  MAX_COMPONENT_EDGES,
  MAX_IDENTIFIER_EDGES,
  MAX_LINKS,
  MAX_COMPONENT_TOKENS,
  MAX_PROFILE_TOKENS,
  ProfileOperations,
  type ProfileLimits,
} from "../lib/identity/operations/profile-operations.ts";
import { MAX_OPERATIONS } from "../lib/identity/operations/operation-history.ts";
import { MAX_RESULTS_OF_TOKEN, ShortMemory } from "../lib/identity/operations/short-memory.ts";
import { ProfileRows } from "../lib/identity/graph/profile-rows.ts";
import { MAX_BUNDLE_CHARS, MAX_PART_CHARS } from "../lib/identity/sagas/move.ts";
import { operationOf, tokenOf } from "../../test/operations.ts";
import { expectSound, shard, storage } from "../../test/shards.ts";
import { act, randomText, somebody } from "../../test/visitor.ts";

/** Enough to see growth; the audit sent 1,300. */
const REPEATS = 30;

test("the same keys that sign the same link, unlink or undo again and again leave one operation", async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, somebody));
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    // Also a part of them, in another order.
    const some = repeat % 2 === 0 ? keys : keys.slice(repeat % 7).toReversed();
    expect((await act("link", some)).status).toBe(200);
  }
  const linked = await storage();
  expect(linked.operations).toHaveLength(1);
  expect(linked.edges).toHaveLength(28);
  const loner = await somebody();
  await act("link", [loner]);
  const target = randomText(16);
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    await act("unlink", [loner]);
    await act("undo", [loner], { body: { operationId: target } });
  }
  const { operations } = await storage();
  expect(operations.filter(({ body }) => String(body).includes(loner.token))).toHaveLength(2);
  await expectSound();
});

const head = async (index: number, signers: readonly LinkToken[]) => {
  const tokens = [...signers].sort();
  const operationId = operationOf(index);
  return { key: await operationKey(tokens[0] as LinkToken, operationId), operationId, at: index, sequence: 0, tokens };
};
const link = async (index: number, signers: readonly LinkToken[], kinds: Record<LinkToken, TokenKind> = {}) =>
  ({ ...(await head(index, signers)), action: "link", kinds }) as Operation;
const unlink = async (index: number, token: LinkToken) =>
  ({ ...(await head(index, [token])), action: "unlink", from: [] }) as Operation;
const undo = async (index: number, token: LinkToken, target: number) =>
  ({ ...(await head(index, [token])), action: "undo", target: operationOf(target) }) as Operation;

const USUAL: ProfileLimits = {
  profileTokens: MAX_PROFILE_TOKENS,
  componentTokens: MAX_COMPONENT_TOKENS,
  edges: MAX_COMPONENT_EDGES,
  identifierEdges: MAX_IDENTIFIER_EDGES,
  links: MAX_LINKS,
  operations: MAX_OPERATIONS,
};

/** Operations on a real shard's storage, under limits that a test need not take long to reach. */
async function under<Result>(
  limits: Partial<ProfileLimits>,
  work: (operations: ProfileOperations, rows: ProfileRows) => Promise<Result>,
): Promise<Result> {
  return runInDurableObject(shard(5), (_, state) => {
    const rows = new ProfileRows(state.storage.sql);
    const memory = new ShortMemory(state.storage);
    return work(new ProfileOperations(state.storage, rows, memory, { ...USUAL, ...limits }), rows);
  });
}

const people = Array.from({ length: 40 }, (_, index) => tokenOf(index));
const [first, second, third] = people as [LinkToken, LinkToken, LinkToken];

test("links beyond the operations or edges of a component are refused, and unlinks and undos are not", async () => {
  for (const limits of [{ operations: 10 }, { edges: 10 }, { identifierEdges: 10 }, { links: 10 }]) {
    await under(limits, async (operations, rows) => {
      for (const token of people) if (rows.of(token) === undefined) rows.components.add(token);
      const states: string[] = [];
      for (const [index, token] of people.slice(1).entries()) {
        states.push(operations.apply(await link(index, [first, token]), USUAL_RULES).state);
      }
      expect(states).toEqual(states.map((_, index) => (index < 10 ? "done" : "too-large")));
      const component = rows.components.of(first);
      expect(rows.components.operations(component)).toHaveLength(10);
      for (let turn = 0; turn < 20; turn++) {
        const [undone, left] = [
          await undo(100 + turn, first, 300 + turn),
          await unlink(200 + turn, people[1 + (turn % 9)] ?? second),
        ];
        expect(operations.apply(undone, USUAL_RULES)).toMatchObject({ state: "done" });
        expect(operations.apply(left, USUAL_RULES)).toMatchObject({ state: "done" });
      }
      rows.dropContent(people);
      rows.components.drop(component);
      for (const token of people) rows.components.drop(rows.components.find(token) ?? -1);
    });
  }
});

test("a kind that changes with every link fills nobody's history beyond its bound", async () => {
  await under({ operations: 10 }, async (operations, rows) => {
    for (const token of [first, second]) rows.components.add(token);
    const states: string[] = [];
    for (let turn = 0; turn < 30; turn++) {
      const kind = turn % 2 === 0 ? "phone" : "email";
      states.push(operations.apply(await link(turn, [first, second], { [first]: kind }), USUAL_RULES).state);
    }
    expect(states.filter((state) => state === "done")).toHaveLength(10);
    expect(rows.components.operations(rows.components.of(first))).toHaveLength(10);
  });
});

test("results are remembered for the latest operations of a token alone", async () => {
  await under({}, async (operations, rows) => {
    rows.components.add(third);
    for (let turn = 0; turn < MAX_RESULTS_OF_TOKEN + 20; turn++) {
      operations.apply(await undo(turn, third, 400 + turn), USUAL_RULES);
    }
    const component = rows.components.of(third);
    expect(rows.bundle(component).results).toHaveLength(MAX_RESULTS_OF_TOKEN);
    const last = await undo(MAX_RESULTS_OF_TOKEN + 19, third, 0);
    operations.apply(last, USUAL_RULES);
    expect(rows.components.operations(component).filter(({ key }) => key === last.key)).toHaveLength(1);
  });
});

test("the fullest component has rows far below the platform's limit, and its bundle is far below what moves", async () => {
  // As much as records may fill, by links, which are quicker to make.
  await under({ identifierEdges: MAX_COMPONENT_EDGES, links: MAX_OPERATIONS }, async (operations, rows) => {
    const tokens = await Promise.all(Array.from({ length: MAX_PROFILE_TOKENS }, async () => (await somebody()).token));
    for (const token of tokens) rows.components.add(token);
    const component = rows.components.of(tokens[0]);
    for (const token of tokens.slice(1)) rows.components.merge(component, rows.components.of(token));
    for (let index = 0; index < MAX_OPERATIONS; index++) {
      const [start, step] = [index % tokens.length, 1 + Math.floor(index / tokens.length)];
      const signers = Array.from({ length: 8 }, (_, at) => tokens[(start + at * step) % tokens.length] as LinkToken);
      rows.components.keep(component, await link(index, [...new Set(signers)]));
    }
    rows.components.settle(component, USUAL_RULES);
    expect(operations.apply(await link(900, tokens.slice(0, 8)), USUAL_RULES)).toMatchObject({ state: "done" });
    const bundle = rows.bundle(component);
    const chars = JSON.stringify(bundle).length;
    const parts = [bundle.members, bundle.edges, bundle.operations, bundle.results].flat();
    expect(Math.max(...parts.map((part) => JSON.stringify(part).length))).toBeLessThan(MAX_PART_CHARS / 4);
    expect(chars).toBeLessThan(MAX_BUNDLE_CHARS / 4);
    expect(bundle.operations.length).toBeLessThanOrEqual(MAX_OPERATIONS);
  });
});
