import { RoundId } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { parseRoundShardName, reportShardOf, roundShardName, roundShards } from "./round-shards.ts";

const round = v.parse(RoundId, Buffer.alloc(16, 5).toString("base64url"));

test("a shard's name says site, round and number", () => {
  expect(parseRoundShardName(roundShardName("demo", round, 12))).toEqual({ site: "demo", round, shard: 12 });
  for (const name of [
    undefined,
    "",
    "demo",
    `demo/${round}`,
    `demo/${round}/`,
    `demo/${round}/-1`,
    `demo/${round}/1x`,
    `demo/short/1`,
  ]) {
    expect(() => parseRoundShardName(name)).toThrow();
  }
});

test("all shards of a round are addressed, in order", () => {
  const namespace = { idFromName: (name: string) => name, get: (id: string) => ({ id }) };
  const stubs = roundShards(namespace as never, "demo", { round, shards: 3 });
  expect(stubs).toEqual([0, 1, 2].map((shard) => ({ id: `demo/${round}/${shard}` })));
});

test("a ballot belongs to one shard, and ballots spread evenly", async () => {
  const ballots = Array.from({ length: 3_000 }, (_, index) => {
    const bytes = Buffer.alloc(32);
    bytes.writeUInt32BE(index);
    return bytes.toString("base64url");
  });
  const shards = await Promise.all(ballots.map((ballot) => reportShardOf(ballot, 3)));
  expect(await reportShardOf(ballots[7] ?? "", 3)).toBe(shards[7]);
  // SHA-256 of 32 zero bytes begins with 66687aad.
  expect(await reportShardOf(ballots[0] ?? "", 1_000)).toBe(0x66687aad % 1_000);
  for (const shard of [0, 1, 2]) {
    const share = shards.filter((one) => one === shard).length;
    expect(Math.abs(share - 1_000)).toBeLessThan(4 * Math.sqrt((3_000 * 2) / 9));
  }
});
