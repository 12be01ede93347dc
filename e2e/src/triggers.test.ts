import { randomBytes } from "node:crypto";
import { TriggerSettings } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { atEdge } from "./connector-keys.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { PATIENCE_MS } from "./visitor.ts";
import { useTestSystem } from "./test-system.ts";
import "./window-sedge.ts";

const system = useTestSystem({ operators: { rateLimit: 100_000 } });

const PAGE_RULE = {
  name: "deep-look",
  when: "hours-since.web<=0 & !stage:trouble",
  to: "page",
  cap: { times: 1, hours: 24 },
};

async function order(rules: readonly object[]): Promise<number> {
  const response = await atEdge(system.operators, "triggers", { rules, destinations: [] });
  return v.parse(v.pick(v.object(TriggerSettings.entries), ["version"]), await response.json()).version;
}

test("fires a rule to the page once in the session, and the ledger has every byte", async () => {
  await order([PAGE_RULE]);
  const visitor = await system.visitor();
  await visitor.arrive("Accept all");
  await visitor.page.evaluate(() => {
    window.sedge.on("trigger", ({ name }) => {
      document.documentElement.dataset["fired"] = `${document.documentElement.dataset["fired"] ?? ""} ${name}`;
    });
  });
  const fired = () => visitor.page.evaluate(() => document.documentElement.dataset["fired"] ?? "");
  // Without a profile the edge stores nothing about a visitor, so no rule can fire.
  expect((await visitor.cluster()).triggers).toBeUndefined();
  const email = `${randomBytes(6).toString("hex")}@people.example`;
  await visitor.logIn({ email });
  await visitor.page.evaluate((email) => window.sedge.identify({ email }), email);
  await expect.poll(fired, { timeout: PATIENCE_MS }).toBe(" deep-look");
  expect((await visitor.cluster()).triggers).toEqual(["deep-look"]);
  // Later in the visit the rule stays within its cap, and the visit keeps what fired.
  await visitor.seeProduct(12);
  await visitor.classify();
  await expect.poll(async () => (await visitor.cluster()).source, { timeout: PATIENCE_MS }).toBe("edge");
  expect(await fired()).toBe(" deep-look");
  expect((await visitor.cluster()).triggers).toEqual(["deep-look"]);
  const { edge, device } = await visitor.exportMyData();
  if (edge === null || typeof edge === "string") throw new Error("the edge returned no export");
  expect(edge.journey).toMatchObject({ transitions: [], fired: [{ rule: "deep-look" }], webhooks: [] });
  expect(edge.journey.seen).toMatchObject([{ channel: "web" }]);
  for (const { at } of [...edge.journey.seen, ...edge.journey.fired]) expect(at % 3_600).toBe(0);
  // The journey stays on the device: no request contains any of it.
  expect(device.journey).toMatchObject({ stage: "intend" });
  const { clusterId } = await visitor.cluster();
  const edgeAnswer = { cluster: { clusterId } };
  expect(device.remembered).toMatchObject({ fired: { names: ["deep-look"] }, edgeAnswer, visit: {} });
  const sent = (await visitor.ledger()).map(({ url, body }) => url + body).join("\n");
  expect(sent).not.toMatch(/intend|first-visit|journey|deep-look/);
  const difference = async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl);
  await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
  expect(visitor.reportedErrors).toEqual([]);
});

test("keeps the journey on the device, and deletes it on reset", async () => {
  const visitor = await system.visitor();
  await visitor.arrive("Only on this device");
  await visitor.page.evaluate(() => window.sedge.page({ kind: "product", item: "a", category: "b", price: 3 }));
  const today = new Date().toISOString().slice(0, 10);
  expect((await visitor.classify()).journey).toEqual({ stage: "first-visit", since: today });
  await visitor.seeProduct(1);
  expect((await visitor.classify()).journey).toEqual({ stage: "intend", since: today });
  await visitor.page.evaluate(() => window.sedge.track("purchase"));
  expect((await visitor.classify()).journey?.stage).toBe("buy");
  const panel = visitor.page.locator(".panel");
  await expect.poll(() => panel.textContent(), { timeout: PATIENCE_MS }).toContain("buying, since");
  await visitor.page.evaluate(() => window.sedge.reset());
  expect((await visitor.exportMyData()).device.journey).toBeUndefined();
});
