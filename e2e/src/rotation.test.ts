import { Manifest } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { atAggregator, atEdge } from "./connector-keys.ts";
import { addressOf } from "./edge-answer.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";

const system = useTestSystem();

async function manifest(): Promise<Manifest> {
  return v.parse(Manifest, await (await fetch(addressOf(system.operators.edgeUrl, "manifest"))).json());
}

const tokensAtEdge = async (edge: unknown) =>
  v.parse(v.looseObject({ tokens: v.array(v.string()), observations: v.array(v.looseObject({})) }), edge);

test("migrates the device's profile to the new keys at the next sign-in, and deletes the old token", async () => {
  const { operators } = system;
  const visitor = await system.visitor();
  await visitor.arrive("Accept all");
  expect(await visitor.signIn({ email: "ann@example.com" })).toMatch(/^Linked/);
  await visitor.seeProduct(3);
  await expect.poll(async () => (await visitor.cluster()).source, { timeout: PATIENCE_MS }).toBe("edge");
  const before = await tokensAtEdge((await visitor.exportMyData()).edge);
  expect(before.tokens).toHaveLength(1);
  expect(before.observations).toHaveLength(1);

  await atAggregator(operators, "key-epochs", { action: "begin", epoch: 2 });
  await atEdge(operators, "key-epochs", { action: "begin", epoch: 2 });
  await expect.poll(async () => (await manifest()).prf.previous?.epoch, { timeout: PATIENCE_MS }).toBe(1);
  // The next visit, after the minute for which a browser caches a manifest.
  const devtools = await visitor.context.newCDPSession(visitor.page);
  await devtools.send("Network.clearBrowserCache");
  await visitor.goTo("/account");
  expect(await visitor.signIn({ email: "ann@example.com" })).toMatch(/^Linked/);
  const during = await tokensAtEdge((await visitor.exportMyData()).edge);
  expect(during.tokens).toHaveLength(2);
  expect(during.tokens).toContain(before.tokens[0]);

  await atEdge(operators, "key-epochs", { action: "retire", epoch: 1 });
  await atAggregator(operators, "key-epochs", { action: "retire", epoch: 1 });
  await expect.poll(async () => (await manifest()).prf.previous, { timeout: PATIENCE_MS }).toBeUndefined();
  const { device, edge } = await visitor.exportMyData();
  const after = await tokensAtEdge(edge);
  expect(after.tokens).toHaveLength(1);
  expect(before.tokens).not.toContain(after.tokens[0]);
  expect(device.tokens).toEqual(after.tokens);
  expect(after.observations).toHaveLength(1);
});
