import { runInDurableObject } from "cloudflare:test";
import type { LinkToken } from "@sedge/protocol";
import { expect, test } from "vitest";
import { shard } from "../../../../test/shards.ts";
import { act, problem, problemOf, somebody } from "../../../../test/visitor.ts";
import { type Operation, operationKey } from "./operation.ts";
import { USUAL_RULES } from "./identity-rules.ts";
import { MAX_COMPONENT_TOKENS, MAX_PROFILE_TOKENS, ProfileOperations } from "./profile-operations.ts";
import { ProfileRows } from "../graph/profile-rows.ts";
import { ShortMemory } from "./short-memory.ts";
import { operationOf } from "../../../../test/operations.ts";

const tokens = (count: number): Promise<LinkToken[]> =>
  Promise.all(Array.from({ length: count }, async () => (await somebody()).token));

/** Operations on the storage of a real shard, and what its components look like. */
async function atShard<Result>(
  work: (operations: ProfileOperations, rows: ProfileRows) => Promise<Result> | Result,
): Promise<Result> {
  return runInDurableObject(shard(5), (_, state) => {
    const rows = new ProfileRows(state.storage.sql);
    return work(new ProfileOperations(state.storage, rows, new ShortMemory(state.storage)), rows);
  });
}

async function head(index: number, signers: readonly LinkToken[]) {
  const operationId = operationOf(index);
  const sorted = [...signers].sort();
  const key = await operationKey(sorted[0] as LinkToken, operationId);
  return { key, operationId, at: index, sequence: 0, tokens: sorted };
}

const link = async (index: number, signers: readonly LinkToken[]): Promise<Operation> => ({
  ...(await head(index, signers)),
  action: "link",
  kinds: {},
});
const unlink = async (index: number, token: LinkToken): Promise<Operation> => ({
  ...(await head(index, [token])),
  action: "unlink",
  from: [],
});

/** A component of many tokens that are each a profile of their own. */
async function largeComponent(
  operations: ProfileOperations,
  rows: ProfileRows,
  count: number,
  from: number,
): Promise<LinkToken[]> {
  const people = await tokens(count);
  for (const token of people) rows.components.add(token);
  const [first, ...others] = people as [LinkToken, ...LinkToken[]];
  for (const [index, other] of others.entries()) {
    expect(operations.apply(await link(from + 2 * index, [first, other]), USUAL_RULES)).toMatchObject({ tokens: 2 });
    operations.apply(await unlink(from + 2 * index + 1, other), USUAL_RULES);
  }
  return people;
}

test("a person of more tokens than a person has is refused, and stays as it was", async () => {
  await atShard(async (operations, rows) => {
    const [first, ...others] = (await tokens(MAX_PROFILE_TOKENS + 1)) as [LinkToken, ...LinkToken[]];
    for (const token of [first, ...others]) rows.components.add(token);
    let last = first;
    for (const [index, other] of others.entries()) {
      const answer = operations.apply(await link(index, [last, other]), USUAL_RULES);
      if (index < MAX_PROFILE_TOKENS - 1) expect(answer).toMatchObject({ state: "done", tokens: index + 2 });
      else expect(answer).toEqual({ state: "too-large" });
      last = other;
    }
    expect(rows.members(rows.of(first) ?? 0)).toHaveLength(MAX_PROFILE_TOKENS);
    expect(rows.members(rows.of(last) ?? 0)).toEqual([last]);
    expect(rows.components.operations(rows.components.of(last))).toEqual([]);
  });
});

test("the refusal has a code", async () => {
  const people = await Promise.all(Array.from({ length: MAX_PROFILE_TOKENS + 1 }, somebody));
  let last: Response | undefined;
  for (const [index, keys] of people.slice(1).entries()) {
    const before = people[index];
    if (before) last = await act("link", [before, keys]);
  }
  expect(last && (await problemOf(last))).toEqual(problem(409, "profile-full"));
});

test("declines a likeness that would make the component too large, and stores the reason", async () => {
  await atShard(async (operations, rows) => {
    const [large, small, one] = [
      await largeComponent(operations, rows, 100, 0),
      await largeComponent(operations, rows, MAX_COMPONENT_TOKENS - 100, 300),
      await largeComponent(operations, rows, 1, 400),
    ];
    const [record] = one as [LinkToken];
    const like = (other: LinkToken, weight: number) => ({ other, weight, waterfall: [] });
    const others = [like(large[0] as LinkToken, 20), like(small[0] as LinkToken, 19)];
    const operation: Operation = {
      ...(await head(500, [record])),
      action: "record",
      record,
      channel: "call-centre",
      kinds: {},
      likenesses: await Promise.all(
        others.map(async (likeness) => ({
          ...likeness,
          otherKey: await operationKey(likeness.other, operationOf(600)),
        })),
      ),
      declined: [],
    };
    expect(operations.apply(operation, USUAL_RULES)).toMatchObject({ state: "done" });
    const component = rows.components.of(record);
    expect(rows.components.size(component)).toBe(101);
    const kept = rows.components.operations(component).find(({ key }) => key === operation.key);
    expect(kept).toMatchObject({ declined: [{ weight: 19, reason: "component-full" }] });
  });
});

test("a link that would make too large a component is refused, and nothing has changed", async () => {
  await atShard(async (operations, rows) => {
    const large = await largeComponent(operations, rows, 100, 0);
    const other = await largeComponent(operations, rows, 60, 300);
    const before = [rows.components.of(large[0]), rows.components.of(other[0])];
    const answer = operations.apply(await link(500, [large[0] as LinkToken, other[0] as LinkToken]), USUAL_RULES);
    expect(answer).toEqual({ state: "too-large" });
    expect([rows.components.of(large[0]), rows.components.of(other[0])]).toEqual(before);
    expect(rows.components.size(before[1] ?? 0)).toBe(60);
  });
});
