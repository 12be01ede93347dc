import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ErasureResult, LinkResult } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { deliver } from "../../test/delivery.ts";
import {
  BAD,
  body,
  guarded,
  read,
  REQUIRED,
  requestsOf,
  sortedTokens,
  tokensOf,
  victim,
} from "../../test/guarded-site.ts";
import { type Login, someLogin } from "../../test/login.ts";
import { admin } from "../../test/operator.ts";
import { expectSound } from "../../test/shards.ts";
import { act, envelope, message, problem, problemOf, randomText, RECEIPT, somebody } from "../../test/visitor.ts";
import { enforceRetention } from "../lib/retention/retention-job.ts";

describe("somebody who knows an address", () => {
  test("gets its cluster, and reads, undoes and joins nothing, by the address or by a key of their own", async () => {
    const site = await guarded();
    const { send } = site;
    const { address, phone } = await victim(site);
    const own = await somebody();
    const linked = await send("link", [address, own]);
    expect(linked.status).toBe(200);
    expect((await linked.json<LinkResult>()).assignment?.clusterId).toBeDefined();
    for (const keys of [address, own]) {
      const operationId = randomText(16);
      expect(await problemOf(await send("export", [keys]))).toEqual(REQUIRED);
      expect(await problemOf(await send("undo", [keys], { body: { operationId } }))).toEqual(REQUIRED);
    }
    const stranger = await somebody();
    await send("assign", [stranger], body("web"));
    expect(await problemOf(await send("link", [address, stranger]))).toEqual(REQUIRED);
    expect(await tokensOf(site, phone)).toEqual(sortedTokens(address, phone));
    await expectSound();
  });

  test("erases nothing of the person's: the erasure is filed, and the phone's channel goes on", async () => {
    const site = await guarded();
    const { address, phone } = await victim(site);
    const receipt = { ...RECEIPT, purposes: [] };
    const answer = await (await site.send("erase", [address], { receipt })).json<ErasureResult>();
    expect(answer).toMatchObject({ tokens: 0, observations: 0, requestedUntil: site.edge.seconds() + 30 * 86_400 });
    expect(await tokensOf(site, phone)).toHaveLength(2);
    expect((await site.send("assign", [phone], body("web"))).status).toBe(200);
    expect(await requestsOf(site)).toMatchObject([{ token: address.token, due: answer.requestedUntil }]);
  });
});

test("a site without a login key gives nobody more: no proof, of any key, is one", async () => {
  const site = await guarded();
  const { address } = await victim(site);
  await env.DB.prepare("DELETE FROM login_keys").run();
  const edge = clockedEdge();
  const ask = (request: Request) => edge.ask(request);
  const asked = async (changes: object) =>
    problemOf(await act("export", [address], { issuedAt: edge.seconds(), ...changes }, ask));
  expect(await asked({ proof: undefined })).toEqual(REQUIRED);
  expect(await asked({ proof: await site.login.prove("read", [address]) })).toEqual(BAD);
});

describe("a proof of control", () => {
  test("opens what it is for, once: an export, an undo, a join, an erasure", async () => {
    const site = await guarded();
    const { send, login } = site;
    const { address, phone } = await victim(site);
    const proof = await login.prove("read", [address]);
    expect((await send("export", [address], { proof })).status).toBe(200);
    expect(await problemOf(await send("export", [address], { proof }))).toEqual(BAD);
    const other = await somebody();
    await send("assign", [other], body("web"));
    const operationId = randomText(16);
    const joined = { operationId, proof: await login.prove("join", [address, other]) };
    expect((await send("link", [address, other], joined)).status).toBe(200);
    const undone = { body: { operationId }, proof: await login.prove("undo", [other]) };
    expect((await send("undo", [other], undone)).status).toBe(200);
    expect(await tokensOf(site, other)).toEqual([other.token]);
    const erased = await send("erase", [phone], { proof: await login.prove("erase", [phone]) });
    expect(await erased.json()).toMatchObject({ tokens: 2 });
    expect(await problemOf(await send("export", [address]))).toEqual(problem(404, "unknown-profile"));
    await expectSound();
  });

  test("joins two profiles only if it covers both", async () => {
    const site = await guarded();
    const { send, login } = site;
    const [{ address }, { address: other }] = [await victim(site), await victim(site)];
    for (const proven of [[address], [other]]) {
      const proof = await login.prove("join", proven);
      expect(await problemOf(await send("link", [address, other], { proof }))).toEqual(REQUIRED);
    }
  });

  test("is refused when it is late, long, early, of another purpose, site, key or algorithm, or changed", async () => {
    const { edge, ask, login, send, ...rest } = await guarded();
    const { address } = await victim({ edge, ask, login, send, ...rest });
    const now = edge.seconds();
    const stranger = await someLogin(edge.seconds);
    const good = await login.prove("read", [address]);
    const changed = (proof: string, claims: object): string => {
      const [head, , signature] = proof.split(".");
      return [head, btoa(JSON.stringify(claims)).replaceAll("=", ""), signature].join(".");
    };
    const wrong: (readonly [string, string | Promise<string>])[] = [
      ["late", login.prove("read", [address], { iat: now - 400, exp: now - 100 })],
      ["at its end", login.prove("read", [address], { iat: now - 300, exp: now })],
      ["long", login.prove("read", [address], { exp: now + 301 })],
      ["early", login.prove("read", [address], { iat: now + 120, exp: now + 300 })],
      ["of another purpose", login.prove("erase", [address])],
      ["of another site", login.prove("read", [address], { aud: "small-site" })],
      ["of nobody", login.prove("read", [])],
      ["with a claim more", login.prove("read", [address], { admin: true })],
      ["of an unknown key", stranger.prove("read", [address])],
      ["of a key that another signed for", stranger.prove("read", [address], {}, { kid: login.key })],
      ["with a key of its own", stranger.prove("read", [address], {}, { jwk: { kty: "OKP", x: stranger.key } })],
      ["without an algorithm", login.prove("read", [address], {}, { alg: "none" })],
      ["with a symmetric one", login.prove("read", [address], {}, { alg: "HS256" })],
      [
        "changed",
        changed(good, {
          aud: "demo",
          purpose: "read",
          tokens: [address.token],
          jti: randomText(16),
          iat: now,
          exp: now + 9,
        }),
      ],
    ];
    for (const [name, proof] of wrong) {
      expect([name, await problemOf(await send("export", [address], { proof: await proof }))]).toEqual([name, BAD]);
    }
    // A proof is bound to its tokens: another person's does not count.
    const others = await login.prove("read", [await somebody()]);
    expect(await problemOf(await send("export", [address], { proof: others }))).toEqual(REQUIRED);
    expect((await send("export", [address], { proof: good })).status).toBe(200);
    expect((await admin("login-keys", { key: login.key, notAfter: now - 1 }, ask)).status).toBe(200);
    // With its key ended the site still requires proofs.
    expect(await problemOf(await send("export", [address], { proof: await login.prove("read", [address]) }))).toEqual(
      BAD,
    );
    expect(await problemOf(await send("export", [address]))).toEqual(REQUIRED);
  });
});

describe("a filed erasure", () => {
  test("is answered by the site: carried out, or declined", async () => {
    const site = await guarded();
    const [one, other] = [await victim(site), await victim(site)];
    for (const { address } of [one, other]) await site.send("erase", [address]);
    const answer = async (token: string, verdict: string) =>
      admin("erasure-requests", { token, answer: verdict }, site.ask);
    expect((await answer(one.address.token, "erase")).status).toBe(200);
    expect(await (await answer(other.address.token, "decline")).json()).toEqual({ requests: [] });
    expect(await problemOf(await answer(other.address.token, "erase"))).toEqual(problem(404, "unknown-profile"));
    expect(await problemOf(await read(site, one.phone))).toEqual(problem(404, "unknown-profile"));
    expect(await tokensOf(site, other.phone)).toHaveLength(2);
    await expectSound();
  });

  test("is taken back by an undo of the same key, and is declined when it is due", async () => {
    const site = await guarded();
    const { address, phone } = await victim(site);
    const operationId = randomText(16);
    await site.send("erase", [address], { operationId });
    expect((await site.send("undo", [phone], { body: { operationId } })).status).toBe(403);
    expect(await requestsOf(site)).toHaveLength(1);
    expect((await site.send("undo", [address], { body: { operationId } })).status).toBe(200);
    expect(await requestsOf(site)).toEqual([]);
    await site.send("erase", [address], { operationId });
    // Another's request for the same address is not taken back with it.
    await site.send("erase", [address]);
    expect((await site.send("undo", [address], { body: { operationId } })).status).toBe(403);
    const at = (days: number) => () => (site.edge.seconds() + days * 86_400) * 1_000;
    await enforceRetention(env, at(29));
    expect(await requestsOf(site)).toHaveLength(1);
    await enforceRetention(env, at(30));
    expect(await requestsOf(site)).toEqual([]);
    expect(await tokensOf(site, phone)).toHaveLength(2);
  });
});

test("a connector erases the people of its own channel, and files what it has derived of others", async () => {
  const site = await guarded();
  const [{ address, phone }, own] = [await victim(site), await somebody()];
  const item = (keys: LinkKeys, action: "link" | "unlink" | "erase", changes: object = {}) =>
    envelope([keys], message(action, { issuedAt: site.edge.seconds(), ...changes }));
  await deliver("email", [await item(own, "link")], site.ask);
  expect(await deliver("email", [await item(own, "erase")], site.ask)).toMatchObject([{ tokens: 1 }]);
  expect(await deliver("email", [await item(address, "erase")], site.ask)).toMatchObject([{ tokens: 0 }]);
  // A withdrawal takes the person out of the profile first, which ends the channel's registration.
  const customer = await somebody();
  await deliver("email", [await item(customer, "link")], site.ask);
  const withdrawal = { receipt: { ...RECEIPT, purposes: [] } };
  for (const channel of ["chat", "email"] as const) {
    const items = [await item(customer, "unlink", withdrawal), await item(customer, "erase", withdrawal)];
    expect(await deliver(channel, items, site.ask)).toMatchObject([
      { tokens: 1 },
      { tokens: channel === "email" ? 1 : 0 },
    ]);
  }
  expect(await tokensOf(site, phone)).toHaveLength(2);
});

test("a site has four login keys at once, and only its operator registers them", async () => {
  const { ask, edge } = await guarded();
  const another = async (): Promise<Login> => someLogin(edge.seconds);
  // The tests' own is one already.
  for (let index = 0; index < 2; index++) {
    expect((await admin("login-keys", { key: (await another()).key, notAfter: null }, ask)).status).toBe(200);
  }
  const { key } = await another();
  expect(await problemOf(await admin("login-keys", { key, notAfter: null }, ask))).toEqual(
    problem(409, "too-many-login-keys"),
  );
  const request = new Request("https://edge.test/v1/operator/sites/demo/login-keys", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ key, notAfter: null }),
  });
  expect(await problemOf(await ask(request))).toEqual(problem(401, "unauthorised-admin"));
});
