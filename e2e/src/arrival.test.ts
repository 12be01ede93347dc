import { randomBytes } from "node:crypto";
import { landingLinkKeys } from "@sedge/privacy/landing-link";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { CANARIES, canaryFinder, type TappedRequest } from "@sedge/testbed";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { ChannelSystem, stranger } from "./channel-system.ts";
import { SITE } from "./edge-answer.ts";
import { isFirefox } from "./launch-browser.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useStage } from "./stage.ts";
import { storedBytes } from "./stored-bytes.ts";
import { say } from "./till.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const stage = useStage();

const [name] = CANARIES.names;

async function landAt(visitor: Visitor, path: string, referer?: string): Promise<void> {
  await visitor.page.goto(`${stage.shopUrl}${path}`, referer === undefined ? {} : { referer });
  await visitor.sedgeIsThere();
}

const arrivalOf = async (visitor: Visitor) => (await visitor.classify()).arrival;

describe("how a visit arrives", () => {
  test("is two words on the device, kept from page to page; no value of the address leaves", async () => {
    const visitor = await stage.visitor();
    const campaign = encodeURIComponent(name);
    await landAt(visitor, `/blouses?utm_source=letter&utm_medium=email&utm_campaign=${campaign}&gclid=${campaign}`);
    await visitor.answer("Accept all");
    await visitor.isRunning();
    expect(await arrivalOf(visitor)).toEqual({ channel: "email", source: "campaign" });
    await visitor.browse();
    expect(await arrivalOf(visitor)).toEqual({ channel: "email", source: "campaign" });
    expect(await visitor.signIn({ email: "jo.arrival@example.org" })).toMatch(/^Linked/);
    expect(escapedCanaries(stage.tap.requests, stage.shopUrl)).toEqual([]);
    expect(canaryFinder([{ kind: "name", value: name }])(await storedBytes(visitor.page))).toEqual([]);
    await expect
      .poll(async () => compareLedger(await visitor.ledger(), stage.tap.requests, stage.operators.edgeUrl), {
        timeout: PATIENCE_MS,
      })
      .toEqual(AGREED);
  });

  // WebDriver BiDi opens no page with a referrer.
  test.skipIf(isFirefox).each([
    ["/", undefined, { channel: "direct", source: "none" }],
    ["/", "https://www.google.com/", { channel: "search", source: "referrer" }],
    ["/?msclkid=1", "https://www.bing.com/", { channel: "ad", source: "click-mark" }],
  ])("at %s from %s", async (path, referer, arrival) => {
    const visitor = await stage.visitor();
    await landAt(visitor, path, referer);
    await visitor.answer("Only on this device");
    await visitor.isRunning();
    expect(await arrivalOf(visitor)).toEqual(arrival);
  });
});

describe("a landing link's landing link", () => {
  let letters: ChannelSystem;
  beforeAll(async () => {
    letters = new ChannelSystem(stage.operators, "email");
    await letters.register();
  });

  /** A letter to somebody: who they are to the edge, and the secret in their link. */
  async function letter(): Promise<{ readonly recipient: LinkKeys; readonly secret: string }> {
    const recipient = await stranger();
    const secret = randomBytes(16);
    const landingLink = await landingLinkKeys(secret, SITE);
    const outcome = await letters.delivers([recipient, { ...recipient, ...landingLink }], {
      action: "link",
      kinds: { [landingLink.token]: "landing-link" },
      landingLinkUntil: Math.floor(Date.now() / 1_000) + 86_400,
    });
    expect(outcome).toMatchObject({ tokens: 1 });
    return { recipient, secret: secret.toString("base64url") };
  }

  /** Who belongs to the recipient, as the edge tells the recipient. A device that a landing link brought is told of itself alone. */
  const belongingTo = async (recipient: LinkKeys) => {
    const { json } = await say(stage.operators.edgeUrl, { action: "export", keys: [recipient] });
    return v
      .parse(v.looseObject({ tokens: v.array(v.string()) }), json)
      .tokens.filter((token) => token !== recipient.token);
  };
  const deviceTokens = async (visitor: Visitor) => (await visitor.exportMyData()).device.tokens;
  const isBrought = (recipient: LinkKeys) =>
    expect.poll(() => belongingTo(recipient), { timeout: PATIENCE_MS }).toHaveLength(1);
  const holds = (requests: readonly TappedRequest[], secret: string) =>
    requests.filter(({ raw }) => raw.includes(secret) || raw.includes(Buffer.from(secret, "base64url")));

  test("links the device to the recipient, once, and is in no address, storage or byte", async () => {
    const { recipient, secret } = await letter();
    const visitor = await stage.visitor();
    const { page } = visitor;
    await landAt(visitor, `/blouses#list&sedge=${secret}`);
    expect(page.url()).toBe(`${stage.shopUrl}/blouses#list`);
    expect(await storedBytes(page)).toEqual(Buffer.from("[][]"));
    expect(stage.tap.to(stage.operators.edgeUrl)).toEqual([]);
    await visitor.answer("Accept all");
    await isBrought(recipient);
    expect(await belongingTo(recipient)).toEqual(await deviceTokens(visitor));
    // Of the recipient the device learns the cluster, and nothing else.
    expect(JSON.stringify(await visitor.exportMyData())).not.toContain(recipient.token);
    expect(await arrivalOf(visitor)).toEqual({ channel: "email", source: "landing-link" });
    expect(holds(stage.tap.requests, secret)).toEqual([]);
    expect((await storedBytes(page)).includes(secret)).toBe(false);
    await expect
      .poll(async () => compareLedger(await visitor.ledger(), stage.tap.requests, stage.operators.edgeUrl), {
        timeout: PATIENCE_MS,
      })
      .toEqual(AGREED);

    const friend = await stage.visitor();
    await landAt(friend, `/#sedge=${secret}`);
    await friend.answer("Accept all");
    await expect
      .poll(async () => (await friend.status()).problem?.code, { timeout: PATIENCE_MS })
      .toBe("landing-link-spent");
    await expect.poll(() => deviceTokens(friend), { timeout: PATIENCE_MS }).toEqual([]);
    expect(await belongingTo(recipient)).toEqual(await deviceTokens(visitor));
  });

  test("links who goes on to another page before the edge has answered", async () => {
    const { recipient, secret } = await letter();
    const visitor = await stage.visitor();
    await landAt(visitor, `/#sedge=${secret}`);
    stage.tap.setRule(({ url }) => (url.startsWith(stage.operators.edgeUrl) ? "cut" : "pass"));
    await visitor.answer("Accept all");
    // The next page does not know it: that it is here the device alone can say.
    await expect
      .poll(async () => (await storedBytes(visitor.page)).includes(secret), { timeout: PATIENCE_MS })
      .toBe(true);
    await visitor.goTo("/blouses");
    await visitor.isRunning();
    const data = await visitor.exportMyData();
    expect(data.device.remembered).toMatchObject({ landingLink: "waiting" });
    expect(JSON.stringify(data)).not.toContain(secret);
    stage.tap.setRule();
    await visitor.goTo("/skirts");
    await isBrought(recipient);
    expect(await belongingTo(recipient)).toEqual(await deviceTokens(visitor));
    expect((await storedBytes(visitor.page)).includes(secret)).toBe(false);
    expect(holds(stage.tap.requests, secret)).toEqual([]);
  });

  test("never joins two people: who signs in after a forwarded link is parted from the recipient", async () => {
    const { recipient, secret } = await letter();
    const visitor = await stage.visitor();
    await landAt(visitor, `/#sedge=${secret}`);
    await visitor.answer("Accept all");
    await isBrought(recipient);
    const [deviceToken = ""] = await deviceTokens(visitor);
    expect(await visitor.signIn({ email: "a.friend@example.org" })).toMatch(/^Linked/);
    expect(await belongingTo(recipient)).toEqual([]);
    const tokens = await deviceTokens(visitor);
    expect(tokens).toHaveLength(1);
    expect(tokens).not.toContain(deviceToken);
    // And a link that is opened by somebody who has signed in changes nothing.
    const second = await letter();
    await landAt(visitor, `/blouses#sedge=${second.secret}`);
    await expect(
      visitor.page.evaluate((landingLink) => window.sedge.identify({ landingLink }), (await letter()).secret),
    ).rejects.toThrow("already-identified");
    expect(await deviceTokens(visitor)).toEqual(tokens);
    expect(await belongingTo(second.recipient)).toEqual([]);
  });

  test("is forgotten where `link` is refused, and its device's key goes with a withdrawal", async () => {
    const refused = await letter();
    const visitor = await stage.visitor();
    await landAt(visitor, `/#sedge=${refused.secret}`);
    await visitor.answer("Only on this device");
    await visitor.isRunning();
    await visitor.page.evaluate(() => window.sedge.consent.set("all"));
    await visitor.cluster();
    expect(await deviceTokens(visitor)).toEqual([]);
    expect(await belongingTo(refused.recipient)).toEqual([]);

    const { recipient, secret } = await letter();
    await landAt(visitor, `/blouses#sedge=${secret}`);
    await isBrought(recipient);
    await visitor.page.evaluate(() => window.sedge.consent.set({ link: false }));
    await expect.poll(() => deviceTokens(visitor), { timeout: PATIENCE_MS }).toEqual([]);
    // The edge has carried it out under the device's key.
    await expect
      .poll(async () => (await say(stage.operators.edgeUrl, { action: "export", keys: [recipient] })).status, {
        timeout: PATIENCE_MS,
      })
      .toBe(404);
  });
});
