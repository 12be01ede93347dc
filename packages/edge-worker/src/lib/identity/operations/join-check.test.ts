import { runInDurableObject } from "cloudflare:test";
import { Codeword, type LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { shard } from "../../../../test/shards.ts";
import { operationOf } from "../../../../test/operations.ts";
import { somebody } from "../../../../test/visitor.ts";
import { ProfileRows } from "../graph/profile-rows.ts";
import { USUAL_RULES } from "./identity-rules.ts";
import { linkOperation, operationKey } from "./operation.ts";
import { ProfileOperations } from "./profile-operations.ts";
import { ShortMemory } from "./short-memory.ts";

/** Two people with a codeword each, and a fresh key, on the storage of a real shard. */
async function atShard(
  work: (
    operations: ProfileOperations,
    tokens: { readonly victim: LinkToken; readonly own: LinkToken; readonly fresh: LinkToken },
    add: () => Promise<LinkToken>,
  ) => Promise<void>,
): Promise<void> {
  const [victim, own, fresh] = [(await somebody()).token, (await somebody()).token, (await somebody()).token];
  await runInDurableObject(shard(5), async (_, state) => {
    const rows = new ProfileRows(state.storage.sql);
    for (const token of [victim, own, fresh]) rows.components.add(token);
    const operations = new ProfileOperations(state.storage, rows, new ShortMemory(state.storage));
    for (const token of [victim, own]) {
      const key = await operationKey(token, operationOf(1));
      operations.observe(token, "web", v.parse(Codeword, { generation: 0, path: "" }), key, USUAL_RULES);
    }
    await work(operations, { victim, own, fresh }, async () => {
      const { token } = await somebody();
      rows.components.add(token);
      return token;
    });
  });
}

let links = 1;
const link = (tokens: readonly LinkToken[], claimed: readonly LinkToken[]) =>
  linkOperation(tokens, {}, { operationId: operationOf(++links), at: 10 }, claimed);

test("of two links that were checked when neither was stored, the second joins nobody", async () => {
  await atShard(async (operations, { victim, own, fresh }) => {
    const first = operations.apply(await link([victim, fresh], [fresh]), USUAL_RULES, { proven: [] });
    expect(first).toMatchObject({ state: "done", tokens: 2 });
    const second = await link([own, fresh], []);
    expect(operations.apply(second, USUAL_RULES, { proven: [own, fresh] })).toEqual({ state: "unproven" });
    expect(operations.apply(second, USUAL_RULES, { proven: [own, victim] })).toMatchObject({
      state: "done",
      tokens: 3,
    });
  });
});

test("a claim that does not count, as many have claimed the same address, joins nobody when it counts again", async () => {
  await atShard(async (operations, { victim, own }, add) => {
    const keys = await Promise.all(Array.from({ length: 9 }, add));
    for (const key of keys) operations.apply(await link([victim, key], [victim, key]), USUAL_RULES, { proven: [] });
    const [first] = keys as [LinkToken];
    const claim = await link([first, own], [first, own]);
    expect(operations.apply(claim, USUAL_RULES, { proven: [] })).toEqual({ state: "unproven" });
  });
});

test("strangers' keys leave room in an address's component for what is proven", async () => {
  await atShard(async (operations, { victim, fresh }, add) => {
    const states: string[] = [];
    for (let index = 0; index < 40; index++) {
      const key = await add();
      states.push(operations.apply(await link([victim, key], [victim, key]), USUAL_RULES, { proven: [] }).state);
    }
    expect(states).toContain("too-large");
    const proven = operations.apply(await link([victim, fresh], []), USUAL_RULES, { proven: [victim, fresh] });
    expect(proven).toMatchObject({ state: "done", tokens: 2 });
  });
});
