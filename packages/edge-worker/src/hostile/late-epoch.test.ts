import { deriveLinkKeys, type LinkKeys } from "@sedge/privacy/link-key";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { tokenDigest } from "../lib/identity/operations/short-memory.ts";
import { expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { deliver } from "../../test/delivery.ts";
import { changeEpochs } from "../../test/operator.ts";
import { shard, storage } from "../../test/shards.ts";
import { act, envelope, message, problem, problemOf, RECEIPT } from "../../test/visitor.ts";
import { SHARDS } from "../lib/identity/shard/shard-number.ts";

const keysOf = (epoch: number) => deriveLinkKeys(crypto.getRandomValues(new Uint8Array(64)), "demo", epoch);
const epochsOf = (epoch: number, ...keys: readonly LinkKeys[]) => ({
  epochs: Object.fromEntries(keys.map(({ token }) => [token, epoch])),
});
const root = { channel: "web", codeword: { generation: 0, path: "" } };

/** Every token that is in a table of epochs. */
async function noted(): Promise<unknown[]> {
  const rows = Array.from({ length: SHARDS }, (_, number) =>
    runInDurableObject(shard(number), (_, state) =>
      state.storage.sql.exec("SELECT token, epoch FROM token_epochs").toArray(),
    ),
  );
  return (await Promise.all(rows)).flat();
}

test("what is refused leaves no epoch of its token", async () => {
  const { ask, passMinutes } = clockedEdge();
  await changeEpochs({ action: "begin", epoch: 2 }, ask);
  passMinutes(1);
  const ann = await keysOf(2);
  const epochs = epochsOf(2, ann);
  const changes = [
    { ...epochs, receipt: { ...RECEIPT, purposes: ["classify"] } },
    { ...epochs, receipt: { ...RECEIPT, policyVersion: "another" } },
    { ...epochs, kinds: { [(await keysOf(2)).token]: "phone" } },
  ];
  for (const change of changes) expect((await act("link", [ann], change, ask)).status).toBeGreaterThanOrEqual(400);
  const unknown = { ...epochs, body: { ...root, codeword: { generation: 0, path: "63.63" } } };
  expect((await act("assign", [ann], unknown, ask)).status).toBe(422);
  expect((await act("export", [ann], epochs, ask)).status).toBe(404);
  // A link that was signed before the erasure, and comes after it.
  const late = await envelope([ann], message("link", { ...epochs, issuedAt: Math.floor(Date.now() / 1_000) - 100 }));
  expect((await act("link", [ann], epochs, ask)).status).toBe(200);
  expect((await act("erase", [ann], epochs, ask)).status).toBe(200);
  const request = new Request("https://edge.test/v1/sites/demo/profile/links", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(late),
  });
  expect(await problemOf(await ask(request))).toEqual(problem(409, "erased-since"));
  expect(await noted()).toEqual([]);
  expect((await storage()).pointers).toEqual([]);
});

test("a retired token is refused by isolates that have not read of it, and can still be erased", async () => {
  const [here, there] = [clockedEdge(), clockedEdge()];
  await changeEpochs({ action: "begin", epoch: 2 }, here.ask);
  const [old, never] = [await keysOf(1), await keysOf(1)];
  // From now on this isolate goes by what it has read.
  expect((await act("assign", [old], { ...epochsOf(1, old), body: root }, there.ask)).status).toBe(200);
  await changeEpochs({ action: "retire", epoch: 1 }, here.ask);
  const retired = problem(410, "key-epoch-retired");
  for (const keys of [old, never]) {
    for (const action of ["link", "assign"] as const) {
      const changes = { ...epochsOf(1, keys), ...(action === "assign" && { body: root }) };
      expect(await problemOf(await act(action, [keys], changes, there.ask))).toEqual(retired);
    }
  }
  const item = await envelope(
    [never],
    message("assign", { ...epochsOf(1, never), body: { ...root, channel: "email" } }),
  );
  expect(await deliver("email", [item], there.ask)).toEqual([{ code: "key-epoch-retired" }]);
  const { pointers, members, observations } = await storage();
  expect([pointers, members, observations, await noted()]).toEqual([[], [], [], []]);
  expect(
    (
      await env.DB.prepare("SELECT subject FROM receipts WHERE subject = ?")
        .bind(await tokenDigest(never.token))
        .all()
    ).results,
  ).toEqual([]);
  for (const { ask } of [here, there]) {
    expect((await act("erase", [old], epochsOf(1, old), ask)).status).toBe(200);
  }
});
