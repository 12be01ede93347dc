import { randomBytes } from "node:crypto";
import { handoverKeys } from "@sedge/privacy/handover";
import { CANARIES, installFirefox, orderRound, roundsOf } from "@sedge/testbed";
import { describe, expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { ChannelSystem, stranger } from "./channel-system.ts";
import { atEdge } from "./connector-keys.ts";
import { SITE } from "./edge-answer.ts";
import { useFirefox } from "./firefox-stage.ts";
import { openRound } from "./open-round.ts";
import { servePages } from "./page-server.ts";
import { useStage } from "./stage.ts";
import { PATIENCE_MS } from "./visitor.ts";
import "./window-sedge.ts";

const stage = useStage({ operators: { rateLimit: 100_000 } });
const firefox = useFirefox(stage, installFirefox());

describe("in Firefox", () => {
  test("a visit adds its vote to the round: made, paid for and sent once, from two tabs", async () => {
    await openRound(stage.operators, {
      epsilon: 2,
      minPeople: 100,
      seconds: 3_600,
      spreadSeconds: 1,
      algorithm: "kmeans",
    });
    const openTab = await firefox.device();
    const [guest, second] = [await openTab(), await openTab()];
    await guest.arrive("Accept all");
    await second.goTo("/blouses");
    await second.isRunning();
    await guest.browse();
    const state = () =>
      guest.page.evaluate(async () => (await window.sedge.privacyBudget())?.contribution?.state, null);
    await expect.poll(state, { timeout: PATIENCE_MS }).toBe("received");
    const votes = (await guest.ledger()).filter(({ url }) => url.endsWith("/contributions"));
    expect(votes).toMatchObject([{ method: "POST", rows: [4, 5], purpose: "learn", status: 200 }]);
    expect(votes[0]?.microEpsilon).toBeGreaterThan(1_990_000);
    const sent = firefox.tap.to(stage.operators.edgeUrl).filter(({ url }) => url.endsWith("/contributions"));
    expect(sent.filter(({ method }) => method === "POST").map(({ body }) => body.toString())).toEqual([votes[0]?.body]);
    await firefox.isAgreed(guest);
    await orderRound(stage.operators, { action: "abandon" });
    expect((await roundsOf(stage.operators)).rounds[0]).toMatchObject({ state: "abandoned" });
  });

  test("a text is understood on the device, and leaves in no byte", async () => {
    const guest = await firefox.visitor();
    await guest.arrive("Accept all");
    const text = `${CANARIES.typedText[0]}: my card was charged twice and nobody answers!!!`;
    const said = await guest.page.evaluate((words) => window.sedge.classifyText(words), text);
    expect(JSON.stringify(said)).toMatch(/twice/);
    const { friction } = await guest.classify();
    expect(friction.signals.map(({ code }) => code)).toContain("frustrated-text");
    expect(escapedCanaries(firefox.tap.requests, stage.shopUrl)).toEqual([]);
    await firefox.isAgreed(guest);
  });

  test("content follows what the device knows, and a trigger reaches the page", async () => {
    const rule = { name: "seen", when: { heard: "web", withinHours: 0 }, to: "page", cap: { times: 1, hours: 24 } };
    await atEdge(stage.operators, "triggers", { rules: [rule], destinations: [] });
    const tag = `<script async src="/sedge/sedge.js" data-site="demo" data-endpoint="${stage.operators.edgeUrl}"></script>`;
    const marked = `<p id="found" data-sedge-show="level>=0">a</p><p id="never" data-sedge-show="cluster:no-such">b</p>`;
    const site = await servePages({ "/": `<!doctype html><title>Marked</title>${tag}<body>${marked}` });
    const guest = await firefox.visitor(site);
    await guest.goTo("/");
    await guest.page.evaluate(() => window.sedge.consent.set("all").then(() => null), null);
    await guest.isRunning();
    await guest.classify();
    await guest.cluster();
    // Else content in view waits for the visitor's next input, so that nothing moves under their eyes.
    await guest.page.evaluate(() => window.sedge.personalize({ rules: [], late: "now" }), null);
    const seen = () =>
      guest.page.evaluate(
        () => [...document.querySelectorAll("p")].map((p) => `${p.id} ${p.checkVisibility() ? "shown" : "hidden"}`),
        null,
      );
    await expect.poll(seen, { timeout: PATIENCE_MS }).toEqual(["found shown", "never hidden"]);
    const email = `${randomBytes(6).toString("hex")}@people.example`;
    await guest.page.evaluate((address) => window.sedge.identify({ email: address }).then(() => null), email);
    await expect.poll(async () => (await guest.cluster()).triggers, { timeout: PATIENCE_MS }).toEqual(["seen"]);
    await firefox.isAgreed(guest);
  });

  test("a letter's link links the device to its recipient, and is in no address and no byte", async () => {
    const letters = new ChannelSystem(stage.operators, "email");
    await letters.register();
    const recipient = await stranger();
    const secret = randomBytes(16);
    const handover = await handoverKeys(secret, SITE);
    await letters.delivers([recipient, { ...recipient, ...handover }], {
      action: "link",
      kinds: { [handover.token]: "handover" },
      handoverUntil: Math.floor(Date.now() / 1_000) + 86_400,
    });
    const guest = await firefox.visitor();
    const word = secret.toString("base64url");
    await guest.goTo(`/blouses#sedge=${word}`);
    expect(await guest.page.evaluate(() => location.href, null)).toBe(`${stage.shopUrl}/blouses`);
    await guest.answer("Accept all");
    const tokens = async () => (await guest.exportMyData()).device.tokens;
    await expect.poll(tokens, { timeout: PATIENCE_MS }).toHaveLength(1);
    expect((await guest.classify()).arrival).toEqual({ channel: "email", source: "hand-over" });
    expect(firefox.tap.requests.filter(({ raw }) => raw.includes(word) || raw.includes(secret))).toEqual([]);
    await firefox.isAgreed(guest);
  });
});
