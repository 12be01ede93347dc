import { PROTOCOL_VERSION, SignedEnvelope } from "@sedge/protocol";
import { storedRows } from "@sedge/testbed/stored-rows";
import * as v from "valibot";
import { expect, inject, test } from "vitest";
import { NEWER_VERSION, upgradableSdk, upgradableWorker } from "./newer-release.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const built = inject("built");
const edge = upgradableWorker(built.edge);
const aggregator = upgradableWorker(built.aggregator);
const sdk = upgradableSdk();
const system = useTestSystem({ operators: { built: { edge: edge.worker, aggregator: aggregator.worker } } });

const Sent = v.object({ version: v.number(), action: v.string() });

/** Action and version of the links and erasures that the browser sent to the edge, in order. */
function sent(): string[] {
  return system.tap
    .to(system.operators.edgeUrl)
    .filter(({ method, url }) => method === "POST" && url.includes("/profile/"))
    .map(({ body }) => v.parse(Sent, JSON.parse(v.parse(SignedEnvelope, JSON.parse(body.toString())).message)))
    .filter(({ action }) => action === "link" || action === "erase")
    .map(({ action, version }) => `${action} ${version}`);
}

const Waiting = v.array(v.object({ action: v.string() }));
const waitingActions = async (visitor: Visitor) => {
  const { outbox } = (await visitor.exportMyData()).device;
  return v
    .parse(Waiting, outbox)
    .map(({ action }) => action)
    .sort();
};
const identify = (visitor: Visitor, email: string) =>
  visitor.page.evaluate((email) => window.sedge.identify({ email }), email);
const members = () =>
  storedRows(system.operators.edge)
    .filter(({ table }) => table === "members")
    .map(({ row }) => row["token"]);

test("a tab that stays open over two upgrades keeps its queue, and the next page sends it with the new SDK", async () => {
  const visitor = await system.visitor({ site: await system.otherShop({ sedgeFolder: sdk.folder }) });
  await visitor.arrive("Accept all");
  await visitor.logIn({ email: "before@example.org" });
  expect(await identify(visitor, "before@example.org")).toMatchObject({ state: "linked" });
  const [erased] = (await visitor.exportMyData()).device.tokens;
  expect(members()).toEqual([erased]);

  edge.upgrade();
  aggregator.upgrade();
  await Promise.all([system.operators.edge.restart(), system.operators.aggregator.restart(), sdk.upgrade()]);
  expect(await visitor.page.evaluate(() => window.sedge.eraseMyData())).toEqual({ device: "erased", edge: "waiting" });
  expect(await identify(visitor, "after@example.org")).toMatchObject({ state: "waiting" });
  expect(await waitingActions(visitor)).toEqual(["erase", "link"]);
  const [linked] = (await visitor.exportMyData()).device.tokens;
  // A later problem does not hide that the page must be loaded again.
  await visitor.page.evaluate(() => window.sedge.track("no such name!"));
  expect((await visitor.status()).problem?.code).toBe("update-needed");
  expect(members()).toEqual([erased]);
  expect(sent()).toEqual([`link ${PROTOCOL_VERSION}`, `erase ${PROTOCOL_VERSION}`]);

  const devTools = await visitor.context.newCDPSession(visitor.page);
  await devTools.send("Network.clearBrowserCache");
  await visitor.goTo("/help");
  await visitor.isRunning();
  await expect.poll(() => waitingActions(visitor), { timeout: PATIENCE_MS }).toEqual([]);
  expect(sent().slice(2)).toEqual([`erase ${NEWER_VERSION}`, `link ${NEWER_VERSION}`]);
  expect(members()).toEqual([linked]);
  expect((await visitor.status()).problem).toBeNull();
});
