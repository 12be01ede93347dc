import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { MAX_CLOCK_SKEW_SECONDS, Nonce } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { shard, storage } from "../../../../test/shards.ts";
import { randomText } from "../../../../test/visitor.ts";

const nonce = () => v.parse(Nonce, randomText(16));

test("a nonce is remembered for as long as its message could pass the clock, then forgotten by the alarm", async () => {
  const now = Math.floor(Date.now() / 1_000);
  const [old, recent] = [nonce(), nonce()];
  expect(await shard(3).see(old, now - 2 * MAX_CLOCK_SKEW_SECONDS - 1)).toBe(true);
  expect(await shard(3).see(recent, now - 2 * MAX_CLOCK_SKEW_SECONDS + 30)).toBe(true);
  expect(await shard(3).see(old, now)).toBe(false);
  expect(await runDurableObjectAlarm(shard(3))).toBe(true);
  expect((await storage()).nonces).toMatchObject([{ nonce: recent }]);
  const alarm = await runInDurableObject(shard(3), (_, state) => state.storage.getAlarm());
  expect(alarm).toBeGreaterThan(Date.now());
});

test("an idle shard with nothing to delete sets no alarm", async () => {
  const now = Math.floor(Date.now() / 1_000);
  await shard(4).see(nonce(), now - 3 * MAX_CLOCK_SKEW_SECONDS);
  expect(await runDurableObjectAlarm(shard(4))).toBe(true);
  expect(await runInDurableObject(shard(4), (_, state) => state.storage.getAlarm())).toBeNull();
});
