import type { LinkToken } from "@sedge/protocol";
import { expect, test } from "vitest";
import { blockShard, blockStorage } from "../../../../test/shards.ts";
import { somebody } from "../../../../test/visitor.ts";
import { MAX_BLOCK_RECORDS } from "./listing.ts";

const tokens = (count: number): Promise<LinkToken[]> =>
  Promise.all(Array.from({ length: count }, async () => (await somebody()).token));

test("returns records that share most blocks first, and counts values", async () => {
  const shard = blockShard(2);
  const [ann = "", bob = "", eve = ""] = await tokens(3);
  await shard.list(ann as LinkToken, { blocks: ["b1", "b2"], values: ["surname:x"] });
  await shard.list(bob as LinkToken, { blocks: ["b2"], values: ["surname:x", "surname:y"] });
  const listing = await shard.list(eve as LinkToken, {
    blocks: ["b1", "b2", "b3"],
    values: ["surname:x", "surname:z"],
  });
  expect(listing.candidates).toEqual([
    { record: ann, blocks: 2 },
    { record: bob, blocks: 1 },
  ]);
  expect(listing.counts).toEqual([3, 1]);
});

test("listing is idempotent; a second listing replaces the first; unlisting deletes everything", async () => {
  const shard = blockShard(2);
  const [ann = "" as LinkToken, bob = "" as LinkToken] = await tokens(2);
  await shard.list(bob, { blocks: ["b1"], values: ["v"] });
  const before = await blockStorage();
  await shard.list(ann, { blocks: ["b1", "b2"], values: ["v"] });
  const once = await blockStorage();
  await shard.list(ann, { blocks: ["b1", "b2"], values: ["v"] });
  expect(await blockStorage()).toEqual(once);
  await shard.list(ann, { blocks: ["b3"], values: [] });
  const { postings, counts } = await blockStorage();
  expect(postings.map(({ block }) => block)).toEqual(["b1", "b3"]);
  expect(counts).toMatchObject([{ value: "v", records: 1 }]);
  await shard.unlist(ann);
  await shard.unlist(ann);
  expect(await blockStorage()).toEqual(before);
});

test("a block of too many records is dropped for good and never returned", async () => {
  const shard = blockShard(2);
  const people = await tokens(MAX_BLOCK_RECORDS + 2);
  for (const [index, token] of people.entries()) {
    const { candidates } = await shard.list(token, { blocks: ["common"], values: [] });
    if (index === 1) expect(candidates).toHaveLength(1);
    if (index >= MAX_BLOCK_RECORDS) expect(candidates).toEqual([]);
  }
  const { postings, blocks } = await blockStorage();
  expect(postings).toEqual([]);
  expect(blocks).toMatchObject([{ block: "common", records: MAX_BLOCK_RECORDS + 2, dropped: 1 }]);
  for (const token of people) await shard.unlist(token);
  expect((await blockStorage()).blocks).toEqual([]);
});
