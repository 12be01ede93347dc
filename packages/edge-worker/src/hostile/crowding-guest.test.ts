import { runInDurableObject } from "cloudflare:test";
import type { LinkToken } from "@sedge/protocol";
import { expect, test } from "vitest";
import { ProfileRows } from "../lib/identity/graph/profile-rows.ts";
import { USUAL_RULES } from "../lib/identity/operations/identity-rules.ts";
import { linkOperation, operationKey } from "../lib/identity/operations/operation.ts";
import { MAX_GUESTS, ProfileOperations, type ProfileLimits } from "../lib/identity/operations/profile-operations.ts";
import { ShortMemory } from "../lib/identity/operations/short-memory.ts";
import { operationOf } from "../../test/operations.ts";
import { shard } from "../../test/shards.ts";
import { somebody } from "../../test/visitor.ts";

type Names = readonly [LinkToken, ...LinkToken[]];

async function tokens(count: number): Promise<Names> {
  const keys = await Promise.all(Array.from({ length: count }, somebody));
  return keys.map(({ token }) => token) as unknown as Names;
}

/** Operations of some tokens on a real shard's storage, each answered by its state, under limits that are soon reached. */
async function under(
  limits: ProfileLimits,
  all: readonly LinkToken[],
  work: (apply: {
    link: (signers: readonly LinkToken[], guest?: LinkToken) => Promise<string>;
    unlink: (token: LinkToken) => Promise<string>;
    together: (token: LinkToken) => LinkToken[];
  }) => Promise<void>,
): Promise<void> {
  await runInDurableObject(shard(5), async (_, state) => {
    const rows = new ProfileRows(state.storage.sql);
    const operations = new ProfileOperations(state.storage, rows, new ShortMemory(state.storage), limits);
    for (const token of all) rows.components.add(token);
    let at = 0;
    await work({
      link: async (signers, guest) => {
        const kinds = guest === undefined ? {} : ({ [guest]: "landing-link" } as const);
        const operation = await linkOperation(signers, kinds, { operationId: operationOf(++at), at });
        return operations.apply(operation, USUAL_RULES).state;
      },
      unlink: async (token) => {
        const operationId = operationOf(++at);
        const head = { key: await operationKey(token, operationId), operationId, at, sequence: 0, tokens: [token] };
        return operations.apply({ ...head, action: "unlink", from: [] }, USUAL_RULES).state;
      },
      together: (token) => rows.components.tokens(rows.components.of(token)),
    });
  });
}

test("a guest device that links itself with as many keys as a component may have takes no room of the recipient's", async () => {
  const all = await tokens(40);
  const [recipient, phone, guest, ...keys] = all as unknown as [LinkToken, LinkToken, LinkToken, ...LinkToken[]];
  const limits = {
    profileTokens: 10,
    componentTokens: 20,
    edges: 200,
    identifierEdges: 200,
    links: 50,
    operations: 50,
  };
  await under(limits, all, async ({ link, unlink, together }) => {
    expect(await link([recipient, guest], guest)).toBe("done");
    expect(together(recipient)).toContain(guest);
    const states: string[] = [];
    for (const key of keys) {
      states.push(await link([guest, key]));
      // Each leaves again, so that the profiles stay small and the component grows.
      await unlink(key);
    }
    expect(states).toContain("too-large");
    expect(await link([recipient, phone])).toBe("done");
    expect(together(recipient)).toEqual([recipient, phone].sort());
  });
});

test("guest devices count towards no limit of the recipient, and beyond their own number are refused themselves", async () => {
  const [recipient, ...own] = await tokens(5);
  const guests = await tokens(MAX_GUESTS + 2);
  const limits = {
    profileTokens: 4,
    componentTokens: MAX_GUESTS,
    edges: 200,
    identifierEdges: 200,
    links: 10,
    operations: 10,
  };
  await under(limits, [recipient, ...own, ...guests], async ({ link }) => {
    const states: string[] = [];
    for (const guest of guests) states.push(await link([recipient, guest], guest));
    expect(states).toEqual(guests.map((_, index) => (index < MAX_GUESTS ? "done" : "too-large")));
    const answers: string[] = [];
    for (const token of own) answers.push(await link([recipient, token]));
    expect(answers).toEqual(["done", "done", "done", "too-large"]);
  });
});
