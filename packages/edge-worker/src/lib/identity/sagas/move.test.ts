import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { LinkToken, ProfileExport } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { expectSound, shard, storage } from "../../../../test/shards.ts";
import { act, randomText, somebody } from "../../../../test/visitor.ts";
import { Moves } from "./move.ts";
import { Erasures } from "./erasure.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import { OperationKey } from "../operations/operation.ts";
import { ProfileRows } from "../graph/profile-rows.ts";
import type { ShardPeer } from "../shard/shard-peer.ts";
import { type ShardNumber, shardOf } from "../shard/shard-number.ts";
import * as v from "valibot";

const now = () => Math.floor(Date.now() / 1_000);

class Killed extends Error {}

/** Other shards as they are, until the call number `fatal`: then the driver dies, before or after it had its effect. */
function peersUntil(fatal: number, when: "before" | "after"): (shard: ShardNumber) => ShardPeer {
  let calls = 0;
  const mortal = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    const isFatal = calls++ === fatal;
    if (isFatal && when === "before") throw new Killed();
    const result = await call();
    if (isFatal) throw new Killed();
    return result;
  };
  return (number) => {
    const peer: ShardPeer = shard(number);
    return {
      release: (...given) => mortal(() => peer.release(...given)),
      settle: (...given) => mortal(() => peer.settle(...given)),
      wants: (...given) => mortal(() => peer.wants(...given)),
      point: (...given) => mortal(() => peer.point(...given)),
      forget: (...given) => mortal(() => peer.forget(...given)),
      entitlementsOf: (...given) => mortal(() => peer.entitlementsOf(...given)),
      catchUp: (...given) => mortal(() => peer.catchUp(...given)),
      endPart: (...given) => mortal(() => peer.endPart(...given)),
      recordsOf: (...given) => mortal(() => peer.recordsOf(...given)),
    };
  };
}

/** A profile of three tokens in three shards, and a stranger whose home is a fourth. */
async function profileAndStranger(): Promise<{ people: LinkKeys[]; home: ShardNumber; stranger: LinkKeys }> {
  const people: LinkKeys[] = [];
  while (people.length < 4) {
    const keys = await somebody();
    if (!people.some(({ token }) => shardOf(token) === shardOf(keys.token))) people.push(keys);
  }
  const [stranger, ...others] = people as [LinkKeys, ...LinkKeys[]];
  await act("link", [stranger]);
  await act("link", others);
  const operationId = randomText(16);
  await act("assign", others.slice(0, 1), {
    operationId,
    body: { channel: "web", codeword: { generation: 0, path: "" } },
  });
  const home = Number((await storage()).pointers.find(({ token }) => token === others[0]?.token)?.["home"]);
  return { people: others, home, stranger };
}

/** Drives a move to `destination` on the real storage until it is killed. True if it was. */
async function moveUntil(
  destination: ShardNumber,
  token: LinkToken,
  source: ShardNumber,
  fatal: number,
  when: "before" | "after",
): Promise<boolean> {
  return runInDurableObject(shard(destination), async (_, state) => {
    const moves = new Moves({
      storage: state.storage,
      rows: new ProfileRows(state.storage.sql),
      self: destination,
      peer: peersUntil(fatal, when),
    });
    await state.storage.setAlarm(Date.now() + 60_000);
    return moves.finish(moves.begin(token, source)).then(
      () => false,
      (error: unknown) => {
        if (error instanceof Killed) return true;
        throw error;
      },
    );
  });
}

const resumptions = {
  alarm: async (destination: ShardNumber) => {
    expect(await runDurableObjectAlarm(shard(destination))).toBe(true);
  },
  "a request": async (_: ShardNumber, people: readonly LinkKeys[]) => {
    // The last token: its pointer is the last to follow.
    expect((await act("export", people.slice(-1))).status).toBe(200);
  },
} as const;

describe("a move that is killed", () => {
  // release, two points, settle
  const kills = Array.from({ length: 4 }, (_, call) => call);
  for (const [by, resume] of Object.entries(resumptions)) {
    test.each(kills.flatMap((call) => [[call, "before"] as const, [call, "after"] as const]))(
      `at call %i, %s its effect, is finished by ${by}`,
      async (call, when) => {
        const { people, home, stranger } = await profileAndStranger();
        const [first] = people;
        if (!first) throw new Error("no profile");
        const before = await (await act("export", [first])).json<ProfileExport>();
        const destination = shardOf(stranger.token);
        expect(await moveUntil(destination, first.token, home, call, when)).toBe(true);
        await abortAllDurableObjects();
        await resume(destination, people);
        // A request finishes only what its own profile waits for; what has not begun is the alarm's.
        if (by !== "alarm") await runDurableObjectAlarm(shard(destination));
        await expectSound();
        const { members } = await storage();
        expect(members.map(({ shard }) => shard)).toEqual(people.concat(stranger).map(() => destination));
        expect(await (await act("export", [first])).json()).toEqual(before);
      },
    );
  }

  test("shows a profile as a whole to every token at every step of a move", async () => {
    for (const call of kills) {
      const { people, home, stranger } = await profileAndStranger();
      const [first] = people;
      if (!first) throw new Error("no profile");
      expect(await moveUntil(shardOf(stranger.token), first.token, home, call, "after")).toBe(true);
      const reads = await Promise.all(people.map(async (keys) => (await act("export", [keys])).json<ProfileExport>()));
      for (const { tokens } of reads) expect(tokens).toEqual(people.map(({ token }) => token).sort());
    }
  });

  test("does not keep others from linking, assigning, unlinking or erasing", async () => {
    const { people, home, stranger } = await profileAndStranger();
    const [first, second] = people;
    if (!first || !second) throw new Error("no profile");
    expect(await moveUntil(shardOf(stranger.token), first.token, home, 0, "after")).toBe(true);
    await abortAllDurableObjects();
    expect((await act("link", [second, await somebody()])).status).toBe(200);
    expect((await act("unlink", [first])).status).toBe(200);
    await expectSound();
    expect(await (await act("erase", [second])).json()).toMatchObject({ tokens: 3 });
    await expectSound();
  });
});

test("a profile that left for a shard that never asked is put back", async () => {
  const { people, home, stranger } = await profileAndStranger();
  const [first] = people;
  if (!first) throw new Error("no profile");
  const before = await (await act("export", [first])).json();
  await runInDurableObject(shard(home), async (object, { storage }) => {
    await object.release(crypto.randomUUID(), first.token, shardOf(stranger.token));
    // The alarm would put it back by itself, on a slow machine before the next line.
    await storage.deleteAlarm();
  });
  expect((await storage()).departures).toHaveLength(1);
  await abortAllDurableObjects();
  expect(await (await act("export", [first])).json()).toEqual(before);
  await expectSound();
});

test("what is arriving, being erased or gone is not released", async () => {
  const { people, home, stranger } = await profileAndStranger();
  const [first] = people;
  if (!first) throw new Error("no profile");
  const destination = shardOf(stranger.token);
  expect(await moveUntil(destination, first.token, home, 1, "before")).toBe(true);
  expect(await shard(destination).release(crypto.randomUUID(), first.token, home)).toEqual({ state: "not-here" });
  expect(await shard(home).release(crypto.randomUUID(), first.token, destination)).toEqual({ state: "not-here" });
});

describe("an erasure that is killed", () => {
  test.each([0, 1, 2].flatMap((call) => [[call, "before"] as const, [call, "after"] as const]))(
    "at call %i, %s its effect, is finished by the alarm or by the same request again",
    async (call, when) => {
      for (const by of ["alarm", "request"] as const) {
        const { people, home } = await profileAndStranger();
        const [first] = people;
        if (!first) throw new Error("no profile");
        const key = v.parse(OperationKey, "ab".repeat(32));
        await runInDurableObject(shard(home), async (_, state) => {
          const rows = new ProfileRows(state.storage.sql);
          const erasures = new Erasures({ storage: state.storage, rows, self: home, peer: peersUntil(call, when) });
          await state.storage.setAlarm(Date.now() + 60_000);
          const { profile } = erasures.begin(first.token, key, now(), USUAL_RULES);
          await erasures.finish(profile).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
        });
        await abortAllDurableObjects();
        // Where no pointer is left, no request finds the home any more: the alarm clears what remains there.
        if (by === "request") for (const keys of people) await act("erase", [keys]);
        expect(await runDurableObjectAlarm(shard(home))).toBe(true);
        await expectSound();
        const { pointers } = await storage();
        for (const { token } of people) expect(pointers.map((pointer) => pointer["token"])).not.toContain(token);
        if (by === "alarm")
          expect(await shard(shardOf(first.token)).erasureResult(key)).toMatchObject({ tokens: 3, edges: 3 });
      }
    },
  );
});

test("a token that comes back while its erasure is unfinished stays", async () => {
  const { people, home } = await profileAndStranger();
  const [first] = people;
  if (!first) throw new Error("no profile");
  // The first pointer to go is at a shard other than the home, or the next is.
  await runInDurableObject(shard(home), async (_, state) => {
    const rows = new ProfileRows(state.storage.sql);
    const erasures = new Erasures({ storage: state.storage, rows, self: home, peer: peersUntil(0, "after") });
    await state.storage.setAlarm(Date.now() + 60_000);
    const key = v.parse(OperationKey, "cd".repeat(32));
    const { profile } = erasures.begin(first.token, key, now(), USUAL_RULES);
    await expect(erasures.finish(profile)).rejects.toBeInstanceOf(Killed);
  });
  const { pointers } = await storage();
  const forgotten = people.filter(({ token }) => !pointers.some((pointer) => pointer["token"] === token));
  expect(forgotten.length).toBeGreaterThan(0);
  for (const keys of forgotten) await shard(shardOf(keys.token)).register(keys.token, now());
  expect(await runDurableObjectAlarm(shard(home))).toBe(true);
  const after = await storage();
  const remote = forgotten.filter(({ token }) => shardOf(token) !== home);
  for (const { token } of remote)
    expect(after.pointers).toContainEqual({ token, home: shardOf(token), shard: shardOf(token) });
  await expectSound();
});
