import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ProfileExport } from "@sedge/protocol";
import { expect, test } from "vitest";
import { expectSound, shard } from "../../../test/shards.ts";
import { act, somebody } from "../../../test/visitor.ts";
import { SHARDS } from "./shard-number.ts";

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ends a shard as a crash does: what it holds in memory is gone, and so are the requests that it is serving. */
async function kill(number: number): Promise<void> {
  await runInDurableObject(shard(number), (_, state) => state.abort("killed")).catch(() => undefined);
}

const ACTIONS = ["link", "link", "link", "assign", "unlink", "export", "erase"] as const;

test.each([11, 12, 13])(
  "links, unlinks and erasures at once, with every shard killed in between (seed %i)",
  async (seed) => {
    const random = seeded(seed);
    const people = await Promise.all(Array.from({ length: 10 }, somebody));
    const anyone = () => people[Math.floor(random() * people.length)] as LinkKeys;
    const statuses = new Set<number>();
    for (let wave = 0; wave < 4; wave++) {
      const requests = Array.from({ length: 12 }, () => {
        const action = ACTIONS[Math.floor(random() * ACTIONS.length)] ?? "link";
        const signers = action === "link" ? [...new Set([anyone(), anyone()])] : [anyone()];
        const body = action === "assign" ? { body: { channel: "web", codeword: { generation: 0, path: "" } } } : {};
        return act(action, signers, body);
      });
      // Kill every shard while some of the requests are under way.
      await Promise.race(requests);
      await Promise.all(Array.from({ length: SHARDS }, (_, number) => kill(number)));
      for (const response of await Promise.all(requests)) statuses.add(response.status);
    }
    // What was killed answers 500, what was erased or never linked 404; nothing else goes wrong.
    expect([...statuses].filter((status) => ![200, 404, 500].includes(status))).toEqual([]);
    for (let round = 0; round < 2; round++) {
      for (let number = 0; number < SHARDS; number++) await runDurableObjectAlarm(shard(number));
    }
    await expectSound();
    // And everybody can still be served.
    for (const keys of people) expect((await act("link", [keys])).status).toBe(200);
    const answers = await Promise.all(people.map(async (keys) => (await act("export", [keys])).json<ProfileExport>()));
    for (const [index, { tokens }] of answers.entries()) expect(tokens).toContain(people[index]?.token);
    await expectSound();
  },
);
