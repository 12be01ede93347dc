import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ProfileExport } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { EMAIL, offered, redeem } from "../../test/landing-links.ts";
import { file, JANE, STRANGER } from "../../test/record.ts";
import { expectSound, storage } from "../../test/shards.ts";
import { act, problem, problemOf, RECEIPT, somebody } from "../../test/visitor.ts";

const ROOT = { generation: 0, path: "" };
const NOBODY_AGREES = { ...RECEIPT, purposes: [] };

const exported = async (keys: LinkKeys) => (await act("export", [keys])).json<ProfileExport>();
const tokensOf = async (keys: LinkKeys) => (await exported(keys)).tokens.toSorted();
const sorted = (...keys: readonly LinkKeys[]) => keys.map(({ token }) => token).sort();

/** A recipient with a second device, and a stranger's device that opened the forwarded e-mail. */
async function forwarded(guestKeys?: LinkKeys) {
  const { recipient, landingLink } = await offered();
  const [phone, guest] = [await somebody(), guestKeys ?? (await somebody())];
  expect((await act("link", [recipient, phone])).status).toBe(200);
  expect((await act("assign", [phone], { body: { channel: "app", codeword: ROOT } })).status).toBe(200);
  expect((await redeem(landingLink, guest)).status).toBe(200);
  return { recipient, phone, guest };
}

/** The channel's system has a record of the key as a phone number. */
async function declarePhone(keys: LinkKeys, person = JANE): Promise<void> {
  const record = { keys: await somebody(), person, channel: EMAIL, identifiers: [[keys, "phone"]] } as const;
  expect(await file(record)).toMatchObject([{ tokens: 2 }]);
}

describe("a guest device that links itself with a key of its own", () => {
  test("is no guest any more, and neither it nor the key reads the recipient's profile", async () => {
    const { recipient, phone, guest } = await forwarded();
    const key = await somebody();
    expect((await act("link", [guest, key])).status).toBe(200);
    for (const stranger of [guest, key]) expect(await tokensOf(stranger)).toEqual(sorted(guest, key));
    expect(await tokensOf(recipient)).toEqual(sorted(recipient, phone));
    await expectSound();
  });

  test("is no guest any more where a channel has declared the key a phone number", async () => {
    const { recipient, phone, guest } = await forwarded();
    const key = await somebody();
    await declarePhone(key);
    expect((await act("link", [guest, key])).status).toBe(200);
    for (const stranger of [guest, key]) {
      const seen = JSON.stringify(await exported(stranger));
      for (const { token } of [recipient, phone]) expect(seen).not.toContain(token);
    }
    expect(await tokensOf(recipient)).toEqual(sorted(recipient, phone));
    await expectSound();
  });

  test.each(["phone", "loyalty", "account", "email"])("cannot declare the key, or itself, as %s", async (kind) => {
    const { recipient, phone, guest } = await forwarded();
    const key = await somebody();
    for (const declared of [key, guest]) {
      const refused = await act("link", [guest, key], { kinds: { [declared.token]: kind } });
      expect(await problemOf(refused)).toEqual(problem(400, "malformed-request"));
    }
    expect(await tokensOf(recipient)).toEqual(sorted(recipient, phone, guest));
    expect(await tokensOf(guest)).toEqual([guest.token]);
    expect((await storage()).members.map(({ token }) => token)).not.toContain(key.token);
  });
});

test("two forwarded e-mails linked with each other make no two recipients one", async () => {
  for (const areDeclared of [false, true]) {
    const guests = [await somebody(), await somebody()] as const;
    if (areDeclared) {
      await declarePhone(guests[0], JANE);
      await declarePhone(guests[1], STRANGER);
    }
    const [one, other] = [await forwarded(guests[0]), await forwarded(guests[1])];
    expect((await act("link", [one.guest, other.guest])).status).toBe(200);
    for (const { recipient, phone } of [one, other])
      expect(await tokensOf(recipient)).toEqual(sorted(recipient, phone));
  }
  await expectSound();
});

describe("a guest device that withdraws or erases", () => {
  test.each(["unlink", "erase"] as const)("ends its own part by %s and nothing of the recipient's", async (action) => {
    const { recipient, phone, guest } = await forwarded();
    const before = await exported(recipient);
    expect((await act(action, [guest], { receipt: NOBODY_AGREES })).status).toBe(200);
    const after = await exported(recipient);
    expect(after.tokens.toSorted()).toEqual(sorted(recipient, phone));
    expect(after.observations).toEqual(before.observations);
    // Whose device left did not withdraw for the recipient.
    expect((await act("assign", [phone], { body: { channel: "web", codeword: ROOT } })).status).toBe(200);
    await expectSound();
  });
});
