import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { executionContext } from "../../test/context.ts";
import { admin, changeEpochs } from "../../test/operator.ts";
import { storage } from "../../test/shards.ts";
import { act, somebody } from "../../test/visitor.ts";
import { edgeApp } from "./app.ts";
import { continueRetirements } from "./retirement-work.ts";

test("more tokens than one run drops are dropped by the runs that follow, and the operator sees how many are left", async () => {
  let now = Date.now();
  const app = edgeApp(() => now);
  const ask = async (request: Request) => app.fetch(request, env, executionContext());
  for (let index = 0; index < 104; index += 8) {
    const people = await Promise.all(Array.from({ length: 8 }, somebody));
    await Promise.all(people.map((keys) => act("link", [keys], {}, ask)));
  }
  expect((await storage()).pointers).toHaveLength(104);
  await changeEpochs({ action: "begin", epoch: 2 }, ask);
  await changeEpochs({ action: "retire", epoch: 1 }, ask);
  now += 60_000;
  const left = async () => {
    const { epochs } = await (await admin("key-epochs", undefined, ask)).json<{ epochs: { tokensLeft?: number }[] }>();
    return epochs[0]?.tokensLeft;
  };
  expect(await left()).toBe(4);
  await continueRetirements(env, () => now);
  expect(await left()).toBe(0);
  expect((await storage()).pointers).toEqual([]);
  expect((await env.DB.prepare("SELECT * FROM retirements").all()).results).toEqual([]);
});
