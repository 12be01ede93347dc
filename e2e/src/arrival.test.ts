import { randomBytes } from "node:crypto";
import { landingLinkKeys } from "@sedge/privacy/landing-link";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { CANARIES, canaryFinder, type TappedRequest } from "@sedge/testbed";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { ChannelSystem } from "./channel-system.ts";
import { SITE } from "./edge-answer.ts";
import { isFirefox } from "./launch-browser.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useTestSystem } from "./test-system.ts";
import { storedBytes } from "./stored-bytes.ts";
import { randomKeys, sendSigned } from "./signed-message.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem({ operators: "shared" });

const [name] = CANARIES.names;

async function landAt(visitor: Visitor, path: string, referer?: string): Promise<void> {
  await visitor.page.goto(`${system.shopUrl}${path}`, referer === undefined ? {} : { referer });
  await visitor.sedgeIsThere();
}

const arrivalOf = async (visitor: Visitor) => (await visitor.classify()).arrival;

describe("arrival", () => {
  test("stores a channel and a source across pages, and sends no value from the address", async () => {
    const visitor = await system.visitor();
    const campaign = encodeURIComponent(name);
    await landAt(visitor, `/blouses?utm_source=newsletter&utm_medium=email&utm_campaign=${campaign}&gclid=${campaign}`);
    await visitor.answer("Accept all");
    await visitor.isRunning();
    expect(await arrivalOf(visitor)).toEqual({ channel: "email", source: "campaign" });
    await visitor.browse();
    expect(await arrivalOf(visitor)).toEqual({ channel: "email", source: "campaign" });
    expect(await visitor.signIn({ email: "jo.arrival@example.org" })).toMatch(/^Linked/);
    expect(escapedCanaries(system.tap.requests, system.shopUrl)).toEqual([]);
    expect(canaryFinder([{ kind: "name", value: name }])(await storedBytes(visitor.page))).toEqual([]);
    await expect
      .poll(async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl), {
        timeout: PATIENCE_MS,
      })
      .toEqual(AGREED);
  });

  // WebDriver BiDi opens no page with a referrer.
  test.skipIf(isFirefox).each([
    ["/", undefined, { channel: "direct", source: "none" }],
    ["/", "https://www.google.com/", { channel: "search", source: "referrer" }],
    ["/?msclkid=1", "https://www.bing.com/", { channel: "ad", source: "click-mark" }],
  ])("classifies %s with the referrer %s", async (path, referer, arrival) => {
    const visitor = await system.visitor();
    await landAt(visitor, path, referer);
    await visitor.answer("Only on this device");
    await visitor.isRunning();
    expect(await arrivalOf(visitor)).toEqual(arrival);
  });
});

describe("a landing link", () => {
  let mailSystem: ChannelSystem;
  beforeAll(async () => {
    mailSystem = new ChannelSystem(system.operators, "email");
    await mailSystem.register();
  });

  /** Sends an e-mail to a new person. Returns the recipient's keys and the secret in the landing link. */
  async function sendEmail(): Promise<{ readonly recipient: LinkKeys; readonly secret: string }> {
    const recipient = await randomKeys();
    const secret = randomBytes(16);
    const landingLink = await landingLinkKeys(secret, SITE);
    const result = await mailSystem.deliver([recipient, { ...recipient, ...landingLink }], {
      action: "link",
      kinds: { [landingLink.token]: "landing-link" },
      landingLinkUntil: Math.floor(Date.now() / 1_000) + 86_400,
    });
    expect(result).toMatchObject({ tokens: 1 });
    return { recipient, secret: secret.toString("base64url") };
  }

  /** Tokens in the recipient's profile, from the recipient's export. A device linked by a landing link exports only itself. */
  const devicesOf = async (recipient: LinkKeys) => {
    const { json } = await sendSigned(system.operators.edgeUrl, { action: "export", keys: [recipient] });
    return v
      .parse(v.looseObject({ tokens: v.array(v.string()) }), json)
      .tokens.filter((token) => token !== recipient.token);
  };
  const deviceTokens = async (visitor: Visitor) => (await visitor.exportMyData()).device.tokens;
  const isLinked = (recipient: LinkKeys) =>
    expect.poll(() => devicesOf(recipient), { timeout: PATIENCE_MS }).toHaveLength(1);
  const containing = (requests: readonly TappedRequest[], secret: string) =>
    requests.filter(({ raw }) => raw.includes(secret) || raw.includes(Buffer.from(secret, "base64url")));

  test("links one device to the recipient, and the secret stays out of addresses, storage and requests", async () => {
    const { recipient, secret } = await sendEmail();
    const visitor = await system.visitor();
    const { page } = visitor;
    await landAt(visitor, `/blouses#list&sedge=${secret}`);
    expect(page.url()).toBe(`${system.shopUrl}/blouses#list`);
    expect(await storedBytes(page)).toEqual(Buffer.from("[][]"));
    expect(system.tap.to(system.operators.edgeUrl)).toEqual([]);
    await visitor.answer("Accept all");
    await isLinked(recipient);
    expect(await devicesOf(recipient)).toEqual(await deviceTokens(visitor));
    // The device gets the recipient's cluster, and nothing else about the recipient.
    expect(JSON.stringify(await visitor.exportMyData())).not.toContain(recipient.token);
    expect(await arrivalOf(visitor)).toEqual({ channel: "email", source: "landing-link" });
    expect(containing(system.tap.requests, secret)).toEqual([]);
    expect((await storedBytes(page)).includes(secret)).toBe(false);
    await expect
      .poll(async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl), {
        timeout: PATIENCE_MS,
      })
      .toEqual(AGREED);

    const friend = await system.visitor();
    await landAt(friend, `/#sedge=${secret}`);
    await friend.answer("Accept all");
    await expect
      .poll(async () => (await friend.status()).problem?.code, { timeout: PATIENCE_MS })
      .toBe("landing-link-spent");
    await expect.poll(() => deviceTokens(friend), { timeout: PATIENCE_MS }).toEqual([]);
    expect(await devicesOf(recipient)).toEqual(await deviceTokens(visitor));
  });

  test("links a visitor who opens another page before the edge answers", async () => {
    const { recipient, secret } = await sendEmail();
    const visitor = await system.visitor();
    await landAt(visitor, `/#sedge=${secret}`);
    system.tap.setRule(({ url }) => (url.startsWith(system.operators.edgeUrl) ? "cut" : "pass"));
    await visitor.answer("Accept all");
    // The next page does not have the secret; only the device's storage does.
    await expect
      .poll(async () => (await storedBytes(visitor.page)).includes(secret), { timeout: PATIENCE_MS })
      .toBe(true);
    await visitor.goTo("/blouses");
    await visitor.isRunning();
    const data = await visitor.exportMyData();
    expect(data.device.remembered).toMatchObject({ landingLink: "waiting" });
    expect(JSON.stringify(data)).not.toContain(secret);
    system.tap.setRule();
    await visitor.goTo("/skirts");
    await isLinked(recipient);
    expect(await devicesOf(recipient)).toEqual(await deviceTokens(visitor));
    expect((await storedBytes(visitor.page)).includes(secret)).toBe(false);
    expect(containing(system.tap.requests, secret)).toEqual([]);
  });

  test("separates a visitor who signs in after a forwarded link from the recipient", async () => {
    const { recipient, secret } = await sendEmail();
    const visitor = await system.visitor();
    await landAt(visitor, `/#sedge=${secret}`);
    await visitor.answer("Accept all");
    await isLinked(recipient);
    const [deviceToken = ""] = await deviceTokens(visitor);
    expect(await visitor.signIn({ email: "a.friend@example.org" })).toMatch(/^Linked/);
    expect(await devicesOf(recipient)).toEqual([]);
    const tokens = await deviceTokens(visitor);
    expect(tokens).toHaveLength(1);
    expect(tokens).not.toContain(deviceToken);
    // A link opened by a signed-in visitor changes nothing.
    const second = await sendEmail();
    await landAt(visitor, `/blouses#sedge=${second.secret}`);
    await expect(
      visitor.page.evaluate((landingLink) => window.sedge.identify({ landingLink }), (await sendEmail()).secret),
    ).rejects.toThrow("already-identified");
    expect(await deviceTokens(visitor)).toEqual(tokens);
    expect(await devicesOf(second.recipient)).toEqual([]);
  });

  test("is discarded when `link` is refused, and the device key is deleted on withdrawal", async () => {
    const refused = await sendEmail();
    const visitor = await system.visitor();
    await landAt(visitor, `/#sedge=${refused.secret}`);
    await visitor.answer("Only on this device");
    await visitor.isRunning();
    await visitor.page.evaluate(() => window.sedge.consent.set("all"));
    await visitor.cluster();
    expect(await deviceTokens(visitor)).toEqual([]);
    expect(await devicesOf(refused.recipient)).toEqual([]);

    const { recipient, secret } = await sendEmail();
    await landAt(visitor, `/blouses#sedge=${secret}`);
    await isLinked(recipient);
    await visitor.page.evaluate(() => window.sedge.consent.set({ link: false }));
    await expect.poll(() => deviceTokens(visitor), { timeout: PATIENCE_MS }).toEqual([]);
    // The edge applied the withdrawal under the device's key: the device leaves, and the recipient's profile stays.
    await expect.poll(() => devicesOf(recipient), { timeout: PATIENCE_MS }).toEqual([]);
    expect((await sendSigned(system.operators.edgeUrl, { action: "export", keys: [recipient] })).status).toBe(200);
  });
});
