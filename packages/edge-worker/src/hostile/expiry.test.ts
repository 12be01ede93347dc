import { USUAL_RETENTION } from "@sedge/protocol";
import { expect, test } from "vitest";
import { shardOf } from "../lib/identity/shard/shard-number.ts";
import { passDays } from "../../test/retention.ts";
import { expectSound, shard, storage } from "../../test/shards.ts";
import { act, somebody } from "../../test/visitor.ts";

const { visitorKeyDays } = USUAL_RETENTION;

test("keys that a visitor made up and linked expire; a person whom a channel knows, or whose device reports, stays", async () => {
  const made = await Promise.all(Array.from({ length: 8 }, somebody));
  const [lone, reporting, known] = [await somebody(), await somebody(), await somebody()];
  await act("link", made);
  for (const keys of [lone, reporting, known]) await act("link", [keys]);
  await act("assign", [reporting], { body: { channel: "web", codeword: { generation: 0, path: "" } } });
  await shard(shardOf(known.token)).registerForChannel([{ token: known.token, at: 0 }], "email");
  await passDays(visitorKeyDays - 1);
  expect((await storage()).pointers).toHaveLength(11);
  // A signature begins the days again.
  await act("link", [lone]);
  await passDays(1);
  const tokens = async () => (await storage()).pointers.map(({ token }) => String(token)).sort();
  expect(await tokens()).toEqual([lone, reporting, known].map(({ token }) => String(token)).sort());
  await expectSound();
  await passDays(visitorKeyDays);
  expect(await tokens()).toEqual([reporting, known].map(({ token }) => String(token)).sort());
  const { operations, tombstones } = await storage();
  // Nobody has asked for it, so there is nothing to prove.
  expect([operations, tombstones]).toEqual([[], []]);
  expect((await act("link", made)).status).toBe(200);
  await expectSound();
});
