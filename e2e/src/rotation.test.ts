import { Manifest } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { atAggregator, atEdge } from "./connector-keys.ts";
import { addressOf } from "./edge-answer.ts";
import { useStage } from "./stage.ts";
import { PATIENCE_MS } from "./visitor.ts";

const stage = useStage();

async function manifest(): Promise<Manifest> {
  return v.parse(Manifest, await (await fetch(addressOf(stage.operators.edgeUrl, "manifest"))).json());
}

const tokensAtEdge = async (edge: unknown) =>
  v.parse(v.looseObject({ tokens: v.array(v.string()), observations: v.array(v.looseObject({})) }), edge);

test("keys rotate between two visits: the device carries its profile over at its next log-in, and its old token goes", async () => {
  const { operators } = stage;
  const visitor = await stage.visitor();
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
  // The next visit, after the minute that a browser may go by a manifest.
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
