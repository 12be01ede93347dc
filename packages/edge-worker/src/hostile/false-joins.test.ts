import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ErasureResult, ProfileExport } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import {
  body,
  type Guarded,
  guarded,
  read,
  REQUIRED,
  sortedTokens,
  tokensOf,
  victim,
} from "../../test/guarded-site.ts";
import { deliver } from "../../test/delivery.ts";
import { offered, redeem } from "../../test/landing-links.ts";
import { expectSound } from "../../test/shards.ts";
import { envelope, message, problemOf, randomText, somebody } from "../../test/visitor.ts";

/** A profile of one key that has been seen on a channel. */
async function seen({ send }: Guarded) {
  const keys = await somebody();
  expect((await send("assign", [keys], body("web"))).status).toBe(200);
  return keys;
}

describe("somebody who is signed in as themselves", () => {
  test("reads nothing through a key that they have linked to a known address", async () => {
    const site = await guarded();
    const { send, login } = site;
    const { address, phone } = await victim(site);
    const [own, second] = [await somebody(), await somebody()];
    expect((await send("link", [address, own])).status).toBe(200);
    // A key behind the key is no better, nor is a profile that was there before.
    expect((await send("link", [own, second])).status).toBe(200);
    const existing = await seen(site);
    const theirs = [own, second, existing];
    for (const keys of [own, second]) expect(await tokensOf(site, keys, theirs)).toEqual(sortedTokens(own, second));
    const joined = await send("link", [second, existing], { proof: await login.prove("join", theirs) });
    expect(joined.status).toBe(200);
    expect(await tokensOf(site, existing, theirs)).toEqual(sortedTokens(existing, own, second));
    expect(await tokensOf(site, phone)).toEqual(sortedTokens(address, phone));
    await expectSound();
  });

  test("joins no profile of their own to a known address through a key that has joined it", async () => {
    const site = await guarded();
    const { send, login } = site;
    const { address } = await victim(site);
    const [own, existing] = [await somebody(), await seen(site)];
    await send("link", [address, own]);
    // The key leaves the address with the proof that it is another person's.
    const proof = await login.prove("join", [own, existing]);
    expect(await (await send("link", [own, existing], { proof })).json()).toMatchObject({ tokens: 2 });
    const all = [address, own, existing];
    expect(await problemOf(await send("link", all, { proof: await login.prove("join", [own, existing]) }))).toEqual(
      REQUIRED,
    );
    expect(
      await (await send("export", [address], { proof: await login.prove("read", [address]) })).json(),
    ).toMatchObject({
      tokens: { length: 2 },
    });
    await expectSound();
  });

  test("erases what is theirs, and nothing that was there", async () => {
    const site = await guarded();
    const { send, login } = site;
    const { address, phone } = await victim(site);
    const own = await somebody();
    await send("link", [address, own]);
    const erased = await send("erase", [own], { proof: await login.prove("erase", [own]) });
    expect(await erased.json()).toMatchObject({ tokens: 1 });
    expect(await tokensOf(site, phone)).toEqual(sortedTokens(address, phone));
    await expectSound();
  });

  test("gets nothing of an address that they had claimed before its owner came", async () => {
    const site = await guarded();
    const { send, login } = site;
    const [stranger, address, phone] = [await seen(site), await somebody(), await somebody()];
    const claim = { proof: await login.prove("join", [stranger]) };
    expect((await send("link", [stranger, address], claim)).status).toBe(200);
    expect((await send("assign", [address], body("app"))).status).toBe(200);
    expect((await send("link", [address, phone])).status).toBe(200);
    expect((await send("assign", [phone], body("web"))).status).toBe(200);
    const theirs = await (await read(site, stranger)).json<ProfileExport>();
    expect(theirs.tokens).toEqual([stranger.token]);
    expect(theirs.observations.map(({ token }) => token)).toEqual([stranger.token]);
    expect(theirs.journey.seen.every(({ token }) => token === stranger.token)).toBe(true);
    const erased = await send("erase", [stranger], { proof: await login.prove("erase", [stranger]) });
    expect(await erased.json<ErasureResult>()).toMatchObject({ tokens: 1 });
    expect(await tokensOf(site, address, [address, phone])).toEqual(sortedTokens(address, phone));
    await expectSound();
  });
});

test("a claim stays one, whatever else its claimer links without a proof", async () => {
  const site = await guarded();
  const { send, login } = site;
  const { address, phone } = await victim(site);
  const [own, further] = [await somebody(), await somebody()];
  await send("link", [address, own]);
  expect((await send("link", [address, own, further])).status).toBe(200);
  expect((await send("link", [phone, own])).status).toBe(200);
  expect(await tokensOf(site, own)).toEqual([own.token]);
  // Nor what a connector knows of who had been claimed before.
  const [stranger, known, number] = [await seen(site), await somebody(), await somebody()];
  await send("link", [stranger, known], { proof: await login.prove("join", [stranger]) });
  const content = message("link", { issuedAt: site.edge.seconds() });
  await deliver("email", [await envelope([known, number], content)], site.ask);
  expect((await send("link", [stranger, number])).status).toBe(200);
  expect(await tokensOf(site, stranger)).toEqual([stranger.token]);
  await expectSound();
});

test("the owner of an address gets rid of a fresh key that had claimed it before the owner came", async () => {
  const site = await guarded();
  const { send, login } = site;
  const [own, address, phone, existing] = [await somebody(), await somebody(), await somebody(), await seen(site)];
  await send("link", [own, address]);
  expect((await send("link", [address, phone], { proof: await login.prove("join", [address, phone]) })).status).toBe(
    200,
  );
  const joined = await send("link", [own, existing], { proof: await login.prove("join", [own, existing]) });
  expect(await joined.json()).toMatchObject({ tokens: 2 });
  expect(await tokensOf(site, address)).toEqual(sortedTokens(address, phone));
  await expectSound();
});

test("nobody is made a guest by who knows their address, whether they are known already or come later", async () => {
  const { send, login, ...site } = await guarded();
  const offer = async () => offered({}, site.edge);
  const [known, later, registered] = [await seen({ send, login, ...site }), await somebody(), await somebody()];
  const content = message("link", { issuedAt: site.edge.seconds() });
  await deliver("email", [await envelope([registered], content)], site.ask);
  for (const [device, isKnown] of [
    [known, true],
    [later, false],
    [registered, true],
  ] as const) {
    const { landingLink } = await offer();
    expect(
      (await redeem(landingLink, device, { proof: undefined, issuedAt: site.edge.seconds() }, site.edge)).status,
    ).toBe(200);
    if (!isKnown) await send("link", [device]);
    expect(await problemOf(await send("export", [device]))).toEqual(REQUIRED);
    expect(await (await send("erase", [device])).json()).toMatchObject({ tokens: 0 });
  }
  await expectSound();
});

test("the owner of an address that somebody had claimed has all rights to it, and takes it back with a proof", async () => {
  const site = await guarded();
  const { send, login } = site;
  const [stranger, address, phone] = [await seen(site), await somebody(), await somebody()];
  await send("link", [stranger, address]);
  expect(await tokensOf(site, address)).toEqual([address.token]);
  const proof = await login.prove("join", [address, phone]);
  const linked = await send("link", [address, phone], { proof });
  expect(await linked.json()).toMatchObject({ tokens: 2 });
  expect(await tokensOf(site, phone)).toEqual(sortedTokens(address, phone));
  expect(await tokensOf(site, stranger)).toEqual([stranger.token]);
  // Now it has a profile, and is not claimed again.
  expect(await problemOf(await send("link", [stranger, address]))).toEqual(REQUIRED);
  await expectSound();
});

test("of two keys that came together without a proof each has its own rights, and both have all", async () => {
  const site = await guarded();
  const { send, login } = site;
  const [waiting, early] = [await somebody(), await somebody()];
  expect((await send("link", [waiting, early])).status).toBe(200);
  expect((await send("assign", [waiting], body("web"))).status).toBe(200);
  expect(await tokensOf(site, early)).toEqual([early.token]);
  // Repeated with a proof, the same link says more.
  const proof = await login.prove("join", [waiting, early]);
  expect((await send("link", [waiting, early], { proof })).status).toBe(200);
  expect(await tokensOf(site, early)).toEqual(sortedTokens(early, waiting));
  await expectSound();
});

test("a key that has left a known address does not come back with a profile of its own by an undo", async () => {
  const site = await guarded();
  const { send, login } = site;
  const [{ address, phone }, own, second] = [await victim(site), await somebody(), await somebody()];
  await send("link", [address, own]);
  const operationId = randomText(16);
  expect((await send("unlink", [own], { operationId })).status).toBe(200);
  const joined = { proof: await login.prove("join", [own, second]) };
  expect((await send("link", [own, second], joined)).status).toBe(200);
  const undone = async (...proven: readonly LinkKeys[]) =>
    send("undo", [own], { body: { operationId }, proof: await login.prove("undo", proven) });
  expect(await problemOf(await undone(own, second))).toEqual(REQUIRED);
  expect(await tokensOf(site, phone)).toEqual(sortedTokens(address, phone));
  expect((await undone(own, second, address)).status).toBe(200);
  expect(await tokensOf(site, phone, [address, phone, own])).toEqual(sortedTokens(address, phone, own, second));
  await expectSound();
});

test("two links at once, each of a fresh key with one of two profiles, join no two people", async () => {
  const site = await guarded();
  const { send, login } = site;
  const [{ address, phone }, stranger] = [await victim(site), await seen(site)];
  for (let round = 0; round < 8; round++) {
    const own = await somebody();
    const proof = await login.prove("join", [stranger, own]);
    const answers = await Promise.all([send("link", [address, own]), send("link", [stranger, own], { proof })]);
    expect(answers.map(({ status }) => status).sort()).toSatisfy(
      (statuses: number[]) => statuses[0] === 200 && [200, 403].includes(statuses[1] ?? 0),
    );
    const linked = await (await send("link", [address])).json<{ tokens: number }>();
    expect(linked.tokens).toBeLessThanOrEqual(2 + round + 1);
    expect(await tokensOf(site, stranger, [stranger, own])).not.toContain(address.token);
  }
  const known = await tokensOf(site, address);
  expect(known).toEqual(sortedTokens(address, phone));
  expect(known).not.toContain(stranger.token);
  await expectSound();
});
