import { runInDurableObject } from "cloudflare:test";
import { toBase64url } from "@sedge/privacy/base64url";
import { askBallot } from "@sedge/privacy/ballot";
import { roundAddressDigests, Secret } from "@sedge/operator";
import { roundSeed } from "@sedge/operator/rounds";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { connectorRequest, registration, someConnector } from "../../test/connector.ts";
import { executionContext } from "../../test/context.ts";
import { LEARN, send, SMALL_SITE } from "../../test/contributor.ts";
import { admin } from "../../test/operator.ts";
import { openRound, order } from "../../test/round-objects.ts";
import {
  address,
  blindedElement,
  EDGE,
  envelope,
  message,
  ORIGIN,
  post,
  problem,
  problemOf,
  RECEIPT,
  somebody,
} from "../../test/visitor.ts";
import { edgeApp } from "../lib/app.ts";

const app = edgeApp();
const from = (visitor: string) => ({ "content-type": "application/json", origin: ORIGIN, "cf-connecting-ip": visitor });
const to = (bindings: object) => async (request: Request) =>
  app.fetch(request, { ...env, ...bindings }, executionContext());
const evaluate = async (visitor: string, bindings: object) => {
  const body = { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT };
  return (await post("prf", body, { headers: from(visitor) }, to(bindings))).status;
};
const evaluations = async (visitors: readonly string[], bindings: object) => {
  const statuses: number[] = [];
  for (const visitor of visitors) statuses.push(await evaluate(visitor, bindings));
  return statuses.filter((status) => status === 200).length;
};
const count = (number: number, make: (index: number) => string) => Array.from({ length: number }, (_, i) => make(i));

describe("a visitor with many IPv6 addresses", () => {
  const tight = { PRF_ADDRESS_ELEMENTS_PER_DAY: 3 };

  test("has one budget for a /64, twice that for a /56 and four times that for a /48", async () => {
    expect(
      await evaluations(
        count(5, (index) => `2001:db8:1:1::${index + 1}`),
        tight,
      ),
    ).toBe(3);
    expect(
      await evaluations(
        count(8, (index) => `2001:db8:2:${index + 1}::1`),
        tight,
      ),
    ).toBe(6);
    expect(
      await evaluations(
        count(14, (index) => `2001:db8:3:${(index + 1).toString(16)}00::1`),
        tight,
      ),
    ).toBe(12);
    expect(await evaluate("2001:db8:4::1", tight)).toBe(200);
  });

  test("has one rate for a /64, and one for a /48", async () => {
    const manifests = async (bindings: object, visitor: (index: number) => string) => {
      const statuses: number[] = [];
      for (const one of count(6, visitor)) {
        statuses.push((await to(bindings)(new Request(address("manifest"), { headers: from(one) }))).status);
      }
      return statuses.filter((status) => status === 200).length;
    };
    expect(await manifests({ ADDRESS_LIMIT: env.TIGHT_LIMIT }, (index) => `2001:db8:5:5::${index}`)).toBe(3);
    expect(await manifests({ NETWORK_LIMIT: env.TIGHT_LIMIT }, (index) => `2001:db8:6:${index}::1`)).toBe(3);
  });
});

test("a client that writes its address itself has one budget, whatever it writes", async () => {
  const direct = { PRF_ADDRESS_ELEMENTS_PER_DAY: 3, ADDRESS_FROM: "cloudflare" };
  expect(
    await evaluations(
      count(5, (index) => `203.0.113.${index}`),
      direct,
    ),
  ).toBe(3);
});

/** Ends the object that counts a site's budgets, as the platform does with one that is idle. What it had in memory is gone. */
async function evict(site: string): Promise<void> {
  const keeper = env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName(site));
  await runInDurableObject(keeper, (_, state) => state.abort("evicted")).catch(() => undefined);
}

describe("an address's budget", () => {
  test("of evaluations survives the eviction of the object that counts it", async () => {
    const tight = { PRF_ADDRESS_ELEMENTS_PER_DAY: 2 };
    expect(
      await evaluations(
        count(3, () => "198.51.100.1"),
        tight,
      ),
    ).toBe(2);
    await evict("demo");
    expect(
      await evaluations(
        count(3, () => "198.51.100.1"),
        tight,
      ),
    ).toBe(0);
  });
});

describe("an address's ballots of a round", () => {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const keeperOfRounds = () => env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName(SMALL_SITE));
  const ballotOf = (round: string) => ({
    round,
    blinded: toBase64url(askBallot(SMALL_SITE, round, random).blinding.blinded),
  });
  /** A visitor without a profile asks, so many days from now. */
  const draw = (round: string, visitor: string, days = 0, bindings: object = {}) => {
    const now = Date.now() + days * 86_400_000;
    const receipt = { ...LEARN, day: new Date(now).toISOString().slice(0, 10) };
    return edgeApp(() => now).fetch(
      new Request(address("visitorBallot", { site: SMALL_SITE }), {
        method: "POST",
        headers: from(visitor),
        body: JSON.stringify({ ...ballotOf(round), receipt }),
      }),
      { ...env, ...bindings },
      executionContext(),
    );
  };
  const asProfile = async (round: string, visitor: string) => {
    const content = message("ballot", { site: SMALL_SITE, receipt: LEARN, body: ballotOf(round) });
    return send("ballot", await envelope([await somebody()], content), from(visitor));
  };
  const granted = async (round: string, visitors: readonly string[]) => {
    const statuses: number[] = [];
    for (const visitor of visitors) {
      statuses.push((await draw(round, visitor, 0, { BALLOTS_PER_ADDRESS_PER_ROUND: 4 })).status);
    }
    return statuses.filter((status) => status === 200).length;
  };

  test("are 16 for visitors and new profiles together, over days and after an eviction, and 16 again in the next round", async () => {
    const { round } = await openRound({ seconds: 5 * 86_400 });
    const visitor = "198.51.100.7";
    const statuses: number[] = [];
    for (let index = 0; index < 16; index++) {
      statuses.push((await (index % 4 === 0 ? asProfile(round, visitor) : draw(round, visitor))).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    await runInDurableObject(keeperOfRounds(), (_, state) => state.abort("evicted")).catch(() => undefined);
    for (const answer of [await draw(round, visitor), await asProfile(round, visitor), await draw(round, visitor, 2)]) {
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(3_600);
      expect(await problemOf(answer)).toEqual(problem(429, "ballot-budget-spent"));
    }
    expect((await draw(round, "198.51.100.8")).status).toBe(200);
    expect((await order({ action: "abandon" })).status).toBe(200);
    const rows = await runInDurableObject(keeperOfRounds(), (_, { storage }) =>
      storage.sql.exec("SELECT digest FROM address_ballots").toArray(),
    );
    expect(rows).toEqual([]);
    const next = await openRound();
    expect((await draw(next.round, visitor)).status).toBe(200);
    expect((await order({ action: "abandon" })).status).toBe(200);
  });

  test("are three times as many for a subscriber with an IPv4 address and all of a /48 of IPv6, and no more", async () => {
    const { round } = await openRound();
    const all = [
      ...count(5, () => "198.51.100.9"),
      ...count(5, () => "2001:db8:7:1::1"),
      ...count(6, (index) => `2001:db8:7:${index.toString(16)}00::1`),
    ];
    expect(await granted(round, all)).toBe(12);
    const manifest = await edgeApp().fetch(
      new Request(address("manifest", { site: SMALL_SITE })),
      env,
      executionContext(),
    );
    expect(await manifest.json()).toMatchObject({ learning: { ballotsPerAddress: 16 } });
    expect((await order({ action: "abandon" })).status).toBe(200);
  });

  test("are kept under digests that an attacker with the database alone can't try, and only while the round runs", async () => {
    const { round } = await openRound();
    await draw(round, "198.51.100.10");
    const [row, secret] = await runInDurableObject(
      keeperOfRounds(),
      (_, { storage }) =>
        [
          String(storage.sql.exec("SELECT digest FROM address_ballots").one()["digest"]),
          new Uint8Array(
            storage.sql.exec("SELECT bytes FROM held WHERE name = 'secret'").one()["bytes"] as ArrayBuffer,
          ),
        ] as const,
    );
    const [guess] = await roundAddressDigests(secret, "198.51.100.10");
    expect(row).not.toBe(guess?.digest);
    const [own] = await roundAddressDigests(roundSeed(v.parse(Secret, env.PRF_SEED), secret), "198.51.100.10");
    expect(row).toBe(own?.digest);
    expect((await order({ action: "abandon" })).status).toBe(200);
  });
});

describe("work before it is paid for", () => {
  test("a connector that nobody has registered costs a signature, not hundreds of elements", async () => {
    const signer = await someConnector();
    const elements = Array.from({ length: 512 }, () => new Uint8Array(32));
    const refused = await to({})(await connectorRequest(signer, elements));
    expect(await problemOf(refused)).toEqual(problem(401, "unauthorised-connector"));
    await admin("connectors", registration(signer), to({}));
    const decoded = await to({})(await connectorRequest(signer, elements));
    expect(await problemOf(decoded)).toEqual(problem(400, "bad-group-element"));
  });

  test("generated documents have an ETag, a time to go by them, and a rate", async () => {
    const ask = (headers: Record<string, string> = {}, bindings: object = {}) =>
      to(bindings)(new Request(`${EDGE}/openapi.json`, { headers }));
    const first = await ask();
    const etag = first.headers.get("etag") ?? "";
    expect([first.status, etag]).toEqual([200, expect.stringMatching(/^"[0-9a-f]{64}"$/)]);
    expect(first.headers.get("cache-control")).toBe("public, max-age=3600");
    expect(await first.json()).toMatchObject({ openapi: "3.1.1" });
    const same = await ask({ "if-none-match": etag });
    expect([same.status, await same.text()]).toEqual([304, ""]);
    const over = { ADDRESS_LIMIT: { limit: async () => ({ success: false }) } };
    expect(await problemOf(await ask({}, over))).toEqual(problem(429, "rate-limited"));
  });
});
