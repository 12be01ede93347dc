import { fromBase64url } from "@sedge/privacy/base64url";
import { deriveShareKey } from "@sedge/privacy/prf";
import { PROBLEMS } from "@sedge/protocol";
import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { blindedElements } from "../../test/connector.ts";
import { aggregatorApp } from "./app.ts";

afterEach(() => reset());

const SITE = "https://aggregator.test/v1/sites/demo";
const EPOCHS = "https://aggregator.test/v1/operator/sites/demo/key-epochs";

async function send(url: string, key: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  return aggregatorApp().fetch(new Request(url, init), env);
}

const change = (action: "begin" | "retire", epoch: number) => send(EPOCHS, env.ADMIN_KEY, { action, epoch });
const states = async () => {
  const { epochs } = await (await send(EPOCHS, env.ADMIN_KEY)).json<{ epochs: { epoch: number; state: string }[] }>();
  return epochs.map(({ epoch, state }) => `${epoch} ${state}`);
};
const evaluates = async (epoch: number) =>
  (await send(`${SITE}/prf`, env.OPERATOR_KEY, { epoch, blinded: blindedElements(1) })).status === 200;

async function expectProblem(response: Response, code: keyof typeof PROBLEMS): Promise<void> {
  expect(await response.json()).toMatchObject({ code, status: PROBLEMS[code].status });
}

test("an epoch follows another, both evaluate, and then the first no more", async () => {
  expect(await states()).toEqual(["1 current"]);
  expect((await change("begin", 2)).status).toBe(200);
  expect(await states()).toEqual(["1 previous", "2 current"]);
  expect([await evaluates(1), await evaluates(2), await evaluates(3)]).toEqual([true, true, false]);
  expect((await change("retire", 1)).status).toBe(200);
  expect(await states()).toEqual(["1 retired", "2 current"]);
  expect([await evaluates(1), await evaluates(2)]).toEqual([false, true]);
});

test("an order may be repeated, and none may leave the row", async () => {
  for (const [action, epoch] of [
    ["begin", 3],
    ["retire", 1],
    ["retire", 2],
  ] as const) {
    await expectProblem(await change(action, epoch), "key-epoch-order");
  }
  for (const _ of [1, 2]) expect((await change("begin", 2)).status).toBe(200);
  // Tokens of three epochs can't be read: the one before has to be retired first.
  await expectProblem(await change("begin", 3), "key-epoch-order");
  await expectProblem(await change("retire", 2), "key-epoch-order");
  for (const _ of [1, 2]) expect((await change("retire", 1)).status).toBe(200);
  await expectProblem(await change("begin", 1), "key-epoch-order");
  expect((await change("begin", 3)).status).toBe(200);
  expect(await states()).toEqual(["1 retired", "2 previous", "3 current"]);
});

test("a retired epoch's key cannot be derived again, neither from the deployment's seed nor from the database", async () => {
  const before = await (await send(`${SITE}/prf-keys/1`, env.OPERATOR_KEY)).json<{ publicKey: string }>();
  await change("begin", 2);
  await change("retire", 1);
  await expectProblem(await send(`${SITE}/prf-keys/1`, env.OPERATOR_KEY), "key-epoch-changed");
  const keeper = env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName("demo"));
  const rows = await runInDurableObject(keeper, (_, state) =>
    state.storage.sql.exec("SELECT epoch, secret FROM epochs ORDER BY epoch").toArray(),
  );
  expect(rows).toEqual([
    { epoch: 1, secret: null },
    { epoch: 2, secret: expect.any(ArrayBuffer) },
  ]);
  const seed = fromBase64url(env.PRF_SEED);
  for (const epoch of [1, 2]) {
    expect(Buffer.from(deriveShareKey(seed, "demo", epoch).publicKey).toString("base64url")).not.toBe(before.publicKey);
  }
  // The same seed and a new first epoch, as after the loss of the database, give another key.
  await reset();
  const after = await (await send(`${SITE}/prf-keys/1`, env.OPERATOR_KEY)).json<{ publicKey: string }>();
  expect(after.publicKey).not.toBe(before.publicKey);
});
