import { landingLinkKeys } from "@sedge/privacy/landing-link";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { type LinkResult, MAX_LANDING_LINK_SECONDS, MAX_OPEN_LANDING_LINKS, type ProfileExport } from "@sedge/protocol";
import { runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { clockedEdge } from "../../../test/clocked-edge.ts";
import { deliver } from "../../../test/delivery.ts";
import { EMAIL, type LandingKeys as Keys, offer, offered, secret, redeem } from "../../../test/landing-links.ts";
import { expectSound, shard, storage } from "../../../test/shards.ts";
import { act, envelope, message, problem, problemOf, randomText, RECEIPT, somebody } from "../../../test/visitor.ts";
import { shardOf } from "../identity/shard/shard-number.ts";

const ROOT = { generation: 0, path: "" };
const seconds = () => Math.floor(Date.now() / 1_000);

const exported = async (keys: LinkKeys) => (await act("export", [keys])).json<ProfileExport>();
const SPENT = problem(409, "landing-link-spent");

describe("a landing link", () => {
  test("joins the device to the recipient, and is then stored without the recipient", async () => {
    const { recipient, landingLink } = await offered();
    await deliver(EMAIL, [
      await envelope([recipient], message("assign", { body: { channel: EMAIL, codeword: ROOT } })),
    ]);
    expect((await exported(recipient)).landingLinks).toEqual([{ token: recipient.token, until: expect.any(Number) }]);
    const device = await somebody();
    const answer = await (await redeem(landingLink, device)).json<LinkResult>();
    expect(answer).toMatchObject({ tokens: 2, assignment: { channels: [EMAIL] } });
    const { members, landing_links, registered, observations: _, ...rest } = await storage();
    expect(members.map(({ token }) => token).sort()).toEqual([device.token, recipient.token].sort());
    expect(landing_links).toMatchObject([{ token: landingLink.token, recipient: null }]);
    expect(registered).toMatchObject([{ token: recipient.token }]);
    // Nothing that is kept for longer says that this landing link led there.
    expect(JSON.stringify([members, rest.operations, rest.operation_results, rest.edges])).not.toContain(
      landingLink.token,
    );
    expect((await exported(recipient)).landingLinks).toEqual([]);
    await expectSound();
  });

  test("is accepted once: a repeat gets the same answer, another device a problem", async () => {
    const { landingLink } = await offered();
    const [device, other, operationId] = [await somebody(), await somebody(), randomText(16)];
    const first = await (await redeem(landingLink, device, { operationId })).json();
    expect(await (await redeem(landingLink, device, { operationId })).json()).toEqual(first);
    expect(await problemOf(await redeem(landingLink, other))).toEqual(SPENT);
    expect(await problemOf(await redeem(landingLink, device))).toEqual(SPENT);
    expect((await storage()).members).toHaveLength(2);
  });

  test("is one device's, however many come at once", async () => {
    const { recipient, landingLink } = await offered();
    const devices = await Promise.all(Array.from({ length: 6 }, somebody));
    const answers = await Promise.all(devices.map((device) => redeem(landingLink, device)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect((await exported(recipient)).tokens).toHaveLength(2);
    await expectSound();
  });

  test("lets a guest device withdraw for itself and not for the recipient", async () => {
    const { recipient, landingLink } = await offered();
    const device = await somebody();
    await redeem(landingLink, device);
    const receipt = { ...RECEIPT, purposes: [] };
    expect((await act("erase", [device], { receipt })).status).toBe(200);
    expect(await offer(recipient, await landingLinkKeys(secret(), "demo"))).toMatchObject({ tokens: 1 });
    await expectSound();
  });

  test("that was never offered is refused like a spent one", async () => {
    const stranger = await landingLinkKeys(secret(), "demo");
    expect(await problemOf(await redeem(stranger, await somebody()))).toEqual(SPENT);
    const { members, receipts: _receipts } = { ...(await storage()), receipts: [] };
    expect(members).toEqual([]);
  });

  test("ends with its time", async () => {
    const edge = clockedEdge();
    const until = edge.seconds() + 3_600;
    const { recipient, landingLink } = await offered({ landingLinkUntil: until }, edge);
    edge.passMinutes(61);
    const late = await redeem(landingLink, await somebody(), { issuedAt: edge.seconds() }, edge);
    expect(await problemOf(late)).toEqual(problem(410, "landing-link-expired"));
    expect((await storage()).members).toHaveLength(1);
    await expectSound();
    expect((await storage()).landing_links).toMatchObject([{ recipient: recipient.token, key: null }]);
  });

  test("is offered for 30 days at most, by a delivery alone, with its time and its kind", async () => {
    const { recipient, landingLink } = await offered();
    const malformed = { code: "malformed-request" };
    for (const landingLinkUntil of [seconds() - 1, seconds() + MAX_LANDING_LINK_SECONDS + 3_600, undefined]) {
      expect(await offer(recipient, await landingLinkKeys(secret(), "demo"), { landingLinkUntil })).toEqual(malformed);
    }
    expect(await offer(recipient, landingLink, { kinds: {} })).toEqual(malformed);
    const page = await redeem(landingLink, recipient, { landingLinkUntil: seconds() + 60 });
    expect(await problemOf(page)).toEqual(problem(400, "malformed-request"));
    const two = await act("link", [landingLink as LinkKeys, await somebody(), await somebody()], {
      kinds: { [landingLink.token]: "landing-link" },
    });
    expect(await problemOf(two)).toEqual(problem(400, "malformed-request"));
    const alone = await act("link", [landingLink as LinkKeys], { kinds: { [landingLink.token]: "landing-link" } });
    expect(await problemOf(alone)).toEqual(problem(400, "malformed-request"));
  });

  test("goes with its recipient's consent, whether withdrawn for the token or erased with the person", async () => {
    const receipt = { ...RECEIPT, purposes: [] };
    for (const action of ["unlink", "erase"] as const) {
      const { recipient, landingLink } = await offered();
      await act(action, [recipient], { receipt });
      expect((await storage()).landing_links).toEqual([]);
      const device = await somebody();
      expect(await problemOf(await redeem(landingLink, device))).toEqual(SPENT);
      expect(await offer(recipient, await landingLinkKeys(secret(), "demo"))).toEqual({ code: "consent-withdrawn" });
    }
    const { landingLink } = await offered();
    const refused = await redeem(landingLink, await somebody(), { receipt: { ...RECEIPT, purposes: ["classify"] } });
    expect(await problemOf(refused)).toEqual(problem(403, "consent-required"));
    // Who has not agreed has not taken it either.
    expect((await redeem(landingLink, await somebody())).status).toBe(200);
  });

  test("that overtakes a withdrawal is not opened: it was signed before it", async () => {
    const recipient = await somebody();
    await act("link", [recipient]);
    const own = shard(shardOf(recipient.token));
    await own.withdraw(recipient.token, Math.floor(Date.now() / 1_000));
    const open = {
      token: (await landingLinkKeys(secret(), "demo")).token,
      recipient: recipient.token,
      until: seconds() + 60,
    };
    await own.offerLandingLink(open, seconds() - 2);
    expect((await storage()).landing_links).toEqual([]);
    await own.offerLandingLink(open, seconds() + 2);
    expect((await storage()).landing_links).toHaveLength(1);
  });

  test("of an old mailing ends when there are too many newer ones", async () => {
    const recipient = await somebody();
    const all: Keys[] = [];
    for (let index = 0; index <= MAX_OPEN_LANDING_LINKS; index++) {
      const landingLink = await landingLinkKeys(secret(), "demo");
      all.push(landingLink);
      await offer(recipient, landingLink, { landingLinkUntil: seconds() + 1_000 + index });
    }
    const [oldest, second] = all;
    if (!oldest || !second) throw new Error("there are several");
    expect(await problemOf(await redeem(oldest, await somebody()))).toEqual(SPENT);
    expect((await redeem(second, await somebody())).status).toBe(200);
  });

  test("is dropped by the alarm once its time is over, and later that there was one", async () => {
    const { recipient, landingLink } = await offered();
    const own = shard(shardOf(recipient.token));
    await expireAll(shardOf(recipient.token), 60);
    await runDurableObjectAlarm(own);
    expect((await storage()).landing_links).toMatchObject([{ token: landingLink.token, recipient: null }]);
    expect(await problemOf(await redeem(landingLink, await somebody()))).toEqual(problem(410, "landing-link-expired"));
    await expireAll(shardOf(recipient.token), 31 * 86_400);
    await runDurableObjectAlarm(own);
    expect((await storage()).landing_links).toEqual([]);
  });
});

/** Puts back the time of a shard's landing links. */
async function expireAll(number: number, secondsAgo: number): Promise<void> {
  const { runInDurableObject } = await import("cloudflare:test");
  await runInDurableObject(shard(number), async (_, state) => {
    state.storage.sql.exec("UPDATE landing_links SET until = ?", seconds() - secondsAgo);
    await state.storage.setAlarm(Date.now() + 60_000);
  });
}

describe("a forwarded e-mail", () => {
  test("shows its reader the cluster, and of the recipient's profile nothing else", async () => {
    const { recipient, landingLink } = await offered();
    const [phone, friend] = [await somebody(), await somebody()];
    await act("link", [recipient, phone]);
    await act("assign", [phone], { body: { channel: "app", codeword: ROOT } });
    await redeem(landingLink, friend);
    const seen = await exported(friend);
    expect(seen.assignment).toMatchObject({ channels: ["app"] });
    expect(seen.tokens).toEqual([friend.token]);
    expect(JSON.stringify(seen)).not.toContain(phone.token);
    expect(JSON.stringify(seen)).not.toContain(recipient.token);
    expect((await exported(recipient)).tokens).toHaveLength(3);
  });

  test("joins nobody to who is known by an identifier of their own, before it or after", async () => {
    for (const isKnownBefore of [true, false]) {
      const { recipient, landingLink } = await offered();
      const [device, friend] = [await somebody(), await somebody()];
      const signIn = () => act("link", [device, friend]);
      if (isKnownBefore) await signIn();
      expect((await redeem(landingLink, device)).status).toBe(200);
      if (!isKnownBefore) await signIn();
      expect((await exported(friend)).tokens.toSorted()).toEqual([device.token, friend.token].sort());
      expect((await exported(recipient)).tokens).toEqual([recipient.token]);
      await expectSound();
    }
  });

  test("makes no two recipients one, where one device opens what was sent to both", async () => {
    const [one, other, device] = [await offered(), await offered(), await somebody()];
    await redeem(one.landingLink, device, { issuedAt: seconds() - 5 });
    await redeem(other.landingLink, device);
    expect((await exported(one.recipient)).tokens).toEqual([one.recipient.token]);
    expect((await exported(other.recipient)).tokens).toHaveLength(2);
    await expectSound();
  });

  test("does not come back once the recipient has parted from the device", async () => {
    const { recipient, landingLink } = await offered();
    const device = await somebody();
    await redeem(landingLink, device, { issuedAt: seconds() - 5 });
    await act("unlink", [recipient], { issuedAt: seconds() - 3 });
    const again = await landingLinkKeys(secret(), "demo");
    await offer(recipient, again);
    expect((await redeem(again, device)).status).toBe(200);
    expect((await exported(recipient)).tokens).toEqual([recipient.token]);
  });

  test("is no stranger where the device signs in as the recipient", async () => {
    const { recipient, landingLink } = await offered();
    const device = await somebody();
    await redeem(landingLink, device);
    await act("link", [device, recipient]);
    expect((await exported(device)).tokens.toSorted()).toEqual([device.token, recipient.token].sort());
  });
});
