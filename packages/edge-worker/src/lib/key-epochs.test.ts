import { toBase64url, fromBase64url } from "@sedge/privacy/base64url";
import { deriveLinkKeys, type LinkKeys } from "@sedge/privacy/link-key";
import { blind, finalize } from "@sedge/privacy/prf";
import { prfInput } from "@sedge/privacy/identifier";
import { type EpochKeys, Manifest, PrfResponse, type ProfileExport } from "@sedge/protocol";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, describe, expect, test } from "vitest";
import { executionContext } from "../../test/context.ts";
import { admin, aggregatorAdmin, changeEpochs } from "../../test/operator.ts";
import { expectSound, shard, storage } from "../../test/shards.ts";
import { act, address, blindedElement, post, problem, problemOf, RECEIPT } from "../../test/visitor.ts";
import { edgeApp } from "./app.ts";
import { SHARDS } from "./identity/shard/shard-number.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** An edge whose clock can be put forward, so that what an isolate remembers grows old. */
function edge() {
  let now = Date.now();
  const app = edgeApp(() => now);
  return {
    ask: async (request: Request) => app.fetch(request, env, executionContext()),
    passSeconds: (seconds: number) => {
      now += seconds * 1_000;
    },
  };
}

// The storage is emptied after each test, but only of objects that run: one that had nothing to do for ten seconds would keep its
// floor, and refuse the tokens of the next test.
afterEach(async () => {
  await storage();
});

type Ask = ReturnType<typeof edge>["ask"];

async function prfOf(ask: Ask): Promise<Manifest["prf"]> {
  return v.parse(Manifest, await (await ask(new Request(address("manifest")))).json()).prf;
}

/** What a device makes of an e-mail address in an epoch. */
async function identify(email: string, keys: EpochKeys, ask: Ask): Promise<LinkKeys> {
  const blinding = blind(prfInput("demo", "email", email), random);
  const body = { epoch: keys.epoch, blinded: [toBase64url(blinding.blinded)], receipt: RECEIPT };
  const { edge, aggregator } = v.parse(PrfResponse, await (await post("prf", body, {}, ask)).json());
  const share = (publicKey: string, { evaluated, proof }: PrfResponse["edge"]) => ({
    publicKey: fromBase64url(publicKey),
    evaluated: evaluated.map(fromBase64url),
    proof: fromBase64url(proof),
  });
  const [output] = finalize([blinding], [share(keys.edgeKey, edge), share(keys.aggregatorKey, aggregator)]);
  if (!output) throw new Error("no output");
  return deriveLinkKeys(output, "demo", keys.epoch);
}

const keysOf = (epoch: number) => deriveLinkKeys(random(64), "demo", epoch);
const epochsOf = (epoch: number, ...keys: readonly LinkKeys[]) =>
  Object.fromEntries(keys.map(({ token }) => [token, epoch]));
const root = { channel: "web", codeword: { generation: 0, path: "" } };

async function exported(keys: LinkKeys, epoch: number, ask: Ask): Promise<ProfileExport> {
  const response = await act("export", [keys], { epochs: epochsOf(epoch, keys) }, ask);
  expect(response.status).toBe(200);
  return response.json<ProfileExport>();
}

test("while keys rotate, both epochs are read and the device carries its profile over; then the old one is nothing", async () => {
  const { ask, passSeconds } = edge();
  const first = await prfOf(ask);
  const old = await identify("ann@example.com", first, ask);
  expect((await act("assign", [old], { body: root }, ask)).status).toBe(200);

  await changeEpochs({ action: "begin", epoch: 2 }, ask);
  passSeconds(30);
  const both = await prfOf(ask);
  expect(both).toMatchObject({ epoch: 2, previous: { epoch: 1, edgeKey: first.edgeKey } });
  if (!both.previous) throw new Error("the manifest names no previous epoch");
  // A device that kept nothing finds the old token again, and makes the new one.
  const again = await identify("ann@example.com", both.previous, ask);
  const young = await identify("ann@example.com", both, ask);
  expect(again.token).toBe(old.token);
  expect(young.token).not.toBe(old.token);
  const epochs = { ...epochsOf(1, again), ...epochsOf(2, young) };
  expect((await act("link", [again, young], { epochs }, ask)).status).toBe(200);

  await changeEpochs({ action: "retire", epoch: 1 }, ask);
  passSeconds(30);
  expect(await prfOf(ask)).not.toHaveProperty("previous");
  const carried = await exported(young, 2, ask);
  expect(carried.tokens).toEqual([young.token]);
  expect(carried.observations).toEqual([{ token: young.token, ...root }]);
  await expectSound();
});

test("after retirement the old token is refused, and neither operator can make it again", async () => {
  const { ask, passSeconds } = edge();
  const first = await prfOf(ask);
  const old = await identify("ann@example.com", first, ask);
  await act("link", [old], {}, ask);
  await changeEpochs({ action: "begin", epoch: 2 }, ask);
  await changeEpochs({ action: "retire", epoch: 1 }, ask);
  passSeconds(30);
  for (const action of ["link", "assign", "export", "unlink"] as const) {
    const changes = { epochs: epochsOf(1, old), ...(action === "assign" && { body: root }) };
    expect(await problemOf(await act(action, [old], changes, ask))).toEqual(problem(410, "key-epoch-retired"));
  }
  // Its profile went with it: who lies about the epoch finds nothing.
  const lie = await act("export", [old], { epochs: epochsOf(2, old) }, ask);
  expect(await problemOf(lie)).toEqual(problem(404, "unknown-profile"));
  const asked = { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT };
  expect(await problemOf(await post("prf", asked, {}, ask))).toEqual(problem(409, "key-epoch-changed"));
  const { AGGREGATOR } = env;
  const atAggregator = await AGGREGATOR?.fetch("https://aggregator.test/v1/sites/demo/prf", {
    method: "POST",
    headers: { authorization: `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ epoch: 1, blinded: [blindedElement()] }),
  });
  expect(await atAggregator?.json()).toMatchObject({ code: "key-epoch-changed" });
  const made = await identify("ann@example.com", await prfOf(ask), ask);
  expect(made.token).not.toBe(old.token);
});

describe("what a retired token held together", () => {
  test("stays together: tokens whose only link went through it are one person's still", async () => {
    const { ask, passSeconds } = edge();
    const [email, phone, loyalty] = [await keysOf(1), await keysOf(1), await keysOf(1)];
    await act("link", [email, phone], {}, ask);
    await act("link", [email, loyalty], {}, ask);
    await changeEpochs({ action: "begin", epoch: 2 }, ask);
    passSeconds(30);
    // The e-mail's device never comes back; the other two do, each by itself.
    const heirs: LinkKeys[] = [];
    for (const before of [phone, loyalty]) {
      const after = await keysOf(2);
      const epochs = { ...epochsOf(1, before), ...epochsOf(2, after) };
      expect((await act("link", [before, after], { epochs }, ask)).status).toBe(200);
      heirs.push(after);
    }
    await changeEpochs({ action: "retire", epoch: 1 }, ask);
    passSeconds(30);
    const [one, other] = heirs;
    if (!one || !other) throw new Error("two came back");
    expect((await exported(one, 2, ask)).tokens.toSorted()).toEqual([one.token, other.token].toSorted());
    await expectSound();
  });

  test("finds its way to the one that came back, over however many that did not", async () => {
    const { ask, passSeconds } = edge();
    const chain = await Promise.all(Array.from({ length: 5 }, () => keysOf(1)));
    for (const [index, keys] of chain.entries()) {
      const next = chain[index + 1];
      if (next) await act("link", [keys, next], {}, ask);
    }
    const [first] = chain;
    const last = chain.at(-1);
    if (!first || !last) throw new Error("a chain has two ends");
    await act("assign", [first], { body: root }, ask);
    await changeEpochs({ action: "begin", epoch: 2 }, ask);
    passSeconds(30);
    const heir = await keysOf(2);
    await act("link", [last, heir], { epochs: { ...epochsOf(1, last), ...epochsOf(2, heir) } }, ask);
    await changeEpochs({ action: "retire", epoch: 1 }, ask);
    passSeconds(30);
    const { tokens, observations } = await exported(heir, 2, ask);
    expect({ tokens, observations }).toEqual({ tokens: [heir.token], observations: [{ token: heir.token, ...root }] });
    await expectSound();
  });

  test("is erased if no newer token exists, and other profiles stay", async () => {
    const { ask, passSeconds } = edge();
    const [gone, also] = [await keysOf(1), await keysOf(1)];
    await act("link", [gone, also], {}, ask);
    await act("assign", [gone], { body: root }, ask);
    await changeEpochs({ action: "begin", epoch: 2 }, ask);
    passSeconds(30);
    const newcomer = await keysOf(2);
    await act("link", [newcomer], { epochs: epochsOf(2, newcomer) }, ask);
    await changeEpochs({ action: "retire", epoch: 1 }, ask);
    const { pointers, members, observations } = await storage();
    expect(pointers.map(({ token }) => token)).toEqual([newcomer.token]);
    expect(members.map(({ token }) => token)).toEqual([newcomer.token]);
    expect(observations).toEqual([]);
  });
});

describe("a token's epoch", () => {
  test("the holder of an old key cannot give a token a newer epoch: the oldest named epoch counts", async () => {
    const { ask, passSeconds } = edge();
    const [old, unknown] = [await keysOf(1), await keysOf(1)];
    await act("link", [old], {}, ask);
    await changeEpochs({ action: "begin", epoch: 2 }, ask);
    passSeconds(30);
    for (const keys of [old, unknown]) await act("link", [keys], { epochs: epochsOf(2, keys) }, ask);
    await act("link", [unknown], { epochs: epochsOf(1, unknown) }, ask);
    await changeEpochs({ action: "retire", epoch: 1 }, ask);
    expect((await storage()).pointers).toEqual([]);
  });

  test("is forgotten with the token, and not kept of one that never came to be", async () => {
    const { ask, passSeconds } = edge();
    await changeEpochs({ action: "begin", epoch: 2 }, ask);
    passSeconds(30);
    const [keys, stranger] = [await keysOf(2), await keysOf(2)];
    const noted = async () => {
      const rows = Array.from({ length: SHARDS }, (_, number) =>
        runInDurableObject(shard(number), (_, { storage }) =>
          storage.sql.exec("SELECT token, epoch FROM token_epochs").toArray(),
        ),
      );
      return (await Promise.all(rows)).flat();
    };
    await act("link", [keys], { epochs: epochsOf(2, keys) }, ask);
    expect(await noted()).toEqual([{ token: keys.token, epoch: 2 }]);
    await act("export", [stranger], { epochs: epochsOf(2, stranger) }, ask);
    await act("erase", [keys], { epochs: epochsOf(2, keys) }, ask);
    expect(await noted()).toEqual([]);
  });

  test("that has not begun is refused, also while one isolate does not know of it yet", async () => {
    const here = edge();
    const there = edge();
    await prfOf(there.ask);
    const keys = await keysOf(2);
    const claim = { epochs: epochsOf(2, keys) };
    expect(await problemOf(await act("link", [keys], claim, there.ask))).toEqual(problem(409, "key-epoch-changed"));
    await changeEpochs({ action: "begin", epoch: 2 }, here.ask);
    expect((await act("link", [keys], claim, there.ask)).status).toBe(200);
  });
});

test("an epoch begins at the aggregator first, and retires at the edge first", async () => {
  const { ask } = edge();
  const order = (action: string, epoch: number) => admin("key-epochs", { action, epoch }, ask);
  expect(await problemOf(await order("begin", 2))).toEqual(problem(409, "key-epoch-order"));
  await aggregatorAdmin("key-epochs", { action: "begin", epoch: 2 });
  const begun = await order("begin", 2);
  expect(await begun.json()).toMatchObject({
    epochs: [
      { epoch: 1, state: "previous" },
      { epoch: 2, state: "current" },
    ],
  });
  const retired = await order("retire", 1);
  expect(await retired.json()).toMatchObject({
    epochs: [
      { epoch: 1, state: "retired", publicKey: null, tokensLeft: 0 },
      { epoch: 2, state: "current" },
    ],
  });
  expect(await problemOf(await order("retire", 2))).toEqual(problem(409, "key-epoch-order"));
});
