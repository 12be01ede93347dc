import { askBallot } from "@sedge/privacy/ballot";
import { toBase64url } from "@sedge/privacy/base64url";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { landingLinkKeys } from "@sedge/privacy/landing-link";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { CONNECTOR_SCOPES, type Round } from "@sedge/protocol";
import { expect, test } from "vitest";
import { LEARN, send, SMALL_SITE, someAddress } from "../../test/contributor.ts";
import { postDelivery, register } from "../../test/delivery.ts";
import { secret } from "../../test/landing-links.ts";
import { openRound } from "../../test/round-objects.ts";
import { expectSound, storage } from "../../test/shards.ts";
import { envelope, message, problem, problemOf, somebody } from "../../test/visitor.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

async function draw(keys: LinkKeys, { round }: Round, from = someAddress()): Promise<Response> {
  const blinded = toBase64url(askBallot(SMALL_SITE, round, random).blinding.blinded);
  const content = message("ballot", { site: SMALL_SITE, receipt: LEARN, body: { round, blinded } });
  return send("ballot", await envelope([keys], content), { "cf-connecting-ip": from });
}

/** A recipient of the small site, and a landing link that the e-mail channel offers. */
async function offeredThere() {
  const [recipient, landingLink] = [await somebody(), await landingLinkKeys(secret(), SMALL_SITE)];
  const signer = await connectorSigner(random(32));
  await register(signer, { channel: "email", scopes: CONNECTOR_SCOPES }, undefined, SMALL_SITE);
  const kinds = { [landingLink.token]: "landing-link" };
  const landingLinkUntil = Math.floor(Date.now() / 1_000) + 86_400;
  const content = message("link", { site: SMALL_SITE, kinds, landingLinkUntil });
  const item = await envelope([landingLink as LinkKeys, recipient], content);
  expect((await postDelivery(signer, "email", [item], { site: SMALL_SITE })).status).toBe(200);
  const take = async (device: LinkKeys) =>
    send("link", await envelope([landingLink as LinkKeys, device], message("link", { site: SMALL_SITE, kinds })));
  return { recipient, take };
}

test("a guest device's ballot leaves the profile's ballot to the recipient, drawn before it became a guest or after", async () => {
  const round = await openRound();
  for (const isDrawnBefore of [false, true]) {
    const [{ recipient, take }, guest] = [await offeredThere(), await somebody()];
    if (isDrawnBefore) expect((await draw(guest, round)).status).toBe(200);
    expect((await take(guest)).status).toBe(200);
    if (!isDrawnBefore) expect((await draw(guest, round)).status).toBe(200);
    expect((await draw(recipient, round)).status).toBe(200);
    expect(await problemOf(await draw(recipient, round))).toEqual(problem(409, "ballot-drawn"));
    const { ballots } = await storage(SMALL_SITE);
    const drawers = ballots.map(({ token }) => token);
    expect(drawers.includes(recipient.token)).toBe(true);
    expect(drawers.includes(guest.token)).toBe(isDrawnBefore);
  }
  await expectSound(SMALL_SITE);
});

test("a guest device draws ballots as a visitor does: a few from one address, and then no more", async () => {
  const round = await openRound();
  const [{ recipient, take }, guest] = [await offeredThere(), await somebody()];
  expect((await take(guest)).status).toBe(200);
  const statuses: number[] = [];
  for (let ballot = 0; ballot < 17; ballot++) statuses.push((await draw(guest, round, "203.0.113.7")).status);
  expect(statuses).toEqual([...Array.from({ length: 16 }, () => 200), 429]);
  expect((await draw(recipient, round, "203.0.113.8")).status).toBe(200);
});
