import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ProfileExport } from "@sedge/protocol";
import { expect, test } from "vitest";
import { filed, JANE, JANE_MISSPELT, postRecords, STRANGER } from "../../../../test/record.ts";
import { seededRandom } from "@sedge/testbed/seeded-random";
import { seedsOf } from "../../../../test/seeds.ts";
import { blockShard, expectSound, shard } from "../../../../test/shards.ts";
import { act, randomText, somebody } from "../../../../test/visitor.ts";
import { BLOCK_SHARDS } from "../records/listing.ts";
import { SHARDS } from "../shard/shard-number.ts";

/** Ends an object as a crash does: its memory is lost, and so are the requests that it is serving. */
async function kill(object: DurableObjectStub): Promise<void> {
  await runInDurableObject(object, (_, state) => state.abort("killed")).catch(() => undefined);
}

const ACTIONS = ["link", "link", "record", "record", "assign", "unlink", "undo", "export", "erase"] as const;
const PEOPLE = [JANE, JANE_MISSPELT, STRANGER];

test.each(seedsOf(3))(
  "links, records, undos, unlinks and erasures at once, with every object killed in between (SEDGE_SEED=%i repeats it)",
  { retry: 0 },
  async (seed) => {
    const random = seededRandom(seed);
    const below = (end: number) => Math.floor(random() * end);
    const people = await Promise.all(Array.from({ length: 10 }, somebody));
    const anyone = () => people[below(people.length)] as LinkKeys;
    const operations: string[] = [];
    const statuses = new Set<number>();
    const send = async (action: (typeof ACTIONS)[number]): Promise<Response> => {
      const operationId = randomText(16);
      operations.push(operationId);
      if (action === "record") {
        const keys = anyone();
        const identifiers = random() < 0.4 ? [anyone()].filter((other) => other !== keys) : [];
        const kinds = identifiers.map((other) => [other, "phone"] as const);
        const person = PEOPLE[below(PEOPLE.length)] ?? JANE;
        return postRecords([await filed({ keys, person, identifiers: kinds, operationId })]);
      }
      const signers = action === "link" ? [...new Set([anyone(), anyone()])] : [anyone()];
      const target = operations[below(operations.length)] ?? operationId;
      const body =
        action === "assign"
          ? { body: { channel: "web", codeword: { generation: 0, path: "" } } }
          : action === "undo"
            ? { body: { operationId: target } }
            : {};
      return act(action, signers, { operationId, ...body });
    };
    for (let wave = 0; wave < 4; wave++) {
      const requests = Array.from({ length: 12 }, () => send(ACTIONS[below(ACTIONS.length)] ?? "link"));
      // Kill everything while some of the requests are under way.
      await Promise.race(requests);
      const objects = [
        ...Array.from({ length: SHARDS }, (_, number) => shard(number)),
        ...Array.from({ length: BLOCK_SHARDS }, (_, number) => blockShard(number)),
      ];
      await Promise.all(objects.filter(() => random() < 0.7).map(kill));
      for (const response of await Promise.all(requests)) statuses.add(response.status);
    }
    // What was killed answers 500, or 503 while its saga is unfinished; what was erased or never linked 404, or 409 if meanwhile.
    expect([...statuses].filter((status) => ![200, 404, 409, 500, 503].includes(status))).toEqual([]);
    for (let round = 0; round < 3; round++) {
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
