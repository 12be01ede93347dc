import { createHash } from "node:crypto";
import type { LedgerEntry } from "@sedge/client-sdk";
import { toBase64url } from "@sedge/privacy/base64url";
import { deriveSealKey } from "@sedge/privacy/seal";
import { Manifest } from "@sedge/protocol";
import { CANARIES, orderRound, roundsOf, type TappedRequest } from "@sedge/testbed";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { addressOf, SITE } from "./edge-answer.ts";
import { startEdgeMirror } from "./edge-mirror.ts";
import { simulateContributions } from "./simulated-devices.ts";
import { openRound } from "./open-round.ts";
import { sedgeIn } from "./sedge-command.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

// The tests share one round and run in this order; the last one ends it.
const system = useTestSystem({ operators: { rateLimit: 100_000, edgeVars: { CACHE_SECONDS: "1" } } });
/** Enough for the two kinds of simulated devices to stand out of the noise. */
const SIMULATED_DEVICES = 260;
/** Contributions of the tests' own visitors that must be counted. */
let contributions = 0;
let simulated: Promise<void>;

beforeAll(async () => {
  await openRound(system.operators, {
    epsilon: 2,
    minPeople: 200,
    seconds: 3_600,
    spreadSeconds: 1,
    algorithm: "kmeans",
  });
  // It runs while the tests run.
  simulated = simulateContributions(system.operators.edgeUrl, SIMULATED_DEVICES);
  simulated.catch(() => undefined);
});

const toEdge = (noun: string): TappedRequest[] =>
  system.tap.to(system.operators.edgeUrl).filter(({ url, method }) => url.endsWith(`/${noun}`) && method !== "OPTIONS");
const contributionsOf = async (visitor: Visitor): Promise<LedgerEntry[]> =>
  (await visitor.ledger()).filter(({ url }) => url.endsWith("/contributions"));
const budgetOf = (visitor: Visitor) => visitor.page.evaluate(() => window.sedge.privacyBudget());
const stateOf = async (visitor: Visitor) => (await budgetOf(visitor))?.contribution?.state;

const blindedBallot = ({ body }: TappedRequest) => /"blinded":"[\w-]+"/.exec(body.toString())?.[0];

async function hasContributed(visitor: Visitor): Promise<void> {
  await expect.poll(() => stateOf(visitor), { timeout: PATIENCE_MS }).toBe("received");
}
async function isAgreed(visitor: Visitor): Promise<void> {
  const difference = async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl);
  await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
}

describe("a visitor who agrees to learn", () => {
  test("contributes one visit, and the ledger has it byte for byte with its row, purpose and epsilon", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await hasContributed(visitor);
    contributions += 1;
    const [entry, ...more] = await contributionsOf(visitor);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ method: "POST", rows: [4, 5], purpose: "learn", status: 200 });
    expect(entry?.microEpsilon).toBeGreaterThan(1_990_000);
    expect(entry?.microEpsilon).toBeLessThanOrEqual(2_000_000);
    expect(entry?.body.length).toBeLessThanOrEqual(25_000);
    expect(toEdge("contributions").map(({ body }) => body.toString())).toEqual([entry?.body]);
    const ballots = (await visitor.ledger()).filter(({ url }) => url.endsWith("/ballots"));
    expect(ballots).toMatchObject([{ rows: [4, 5], purpose: "learn", microEpsilon: 0 }]);
    await isAgreed(visitor);

    const budget = await budgetOf(visitor);
    expect(budget).toMatchObject({
      device: { limitMicroEpsilon: 2_000_000, spentMicroEpsilon: entry?.microEpsilon, periodSeconds: 28 * 86_400 },
      site: { rounds: 0, epsilon: 0, delta: 1e-6 },
      contribution: { state: "received", reason: null },
    });
    const panel = visitor.page.getByRole("complementary", { name: "What Sedge sees" });
    await expect.poll(() => panel.textContent(), { timeout: PATIENCE_MS }).toContain("ε 2.00 of ε 2.00 in 28 days");
    expect(await panel.textContent()).toContain("added, in two shares that cannot be read separately");
  });

  test("does not contribute again on another page or in another tab", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await hasContributed(visitor);
    contributions += 1;
    await visitor.goTo("/blouses");
    await visitor.page.reload();
    await visitor.isRunning();
    const tab = await visitor.newTab();
    await tab.goTo("/skirts");
    await tab.isRunning();
    await tab.seeProduct(3);
    await tab.classify();
    await visitor.seeProduct(3);
    await visitor.classify();
    await tab.page.waitForTimeout(2_500);
    expect(toEdge("contributions").length).toBe(1);
    expect(toEdge("ballots").length).toBe(1);
    await isAgreed(visitor);
  });

  test("who erases everything has no record of the vote on the device, and does not vote again", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await hasContributed(visitor);
    contributions += 1;
    const spent = (await budgetOf(visitor))?.device.spentMicroEpsilon;
    await visitor.page.evaluate(() => window.sedge.eraseMyData());
    expect(await contributionsOf(visitor)).toEqual([]);
    expect(JSON.stringify(await visitor.exportMyData())).not.toContain('"edgeShare"');
    await visitor.browse();
    await visitor.goTo("/cart");
    await visitor.isRunning();
    await visitor.page.waitForTimeout(2_500);
    expect(toEdge("contributions").length).toBe(1);
    expect((await budgetOf(visitor))?.device.spentMicroEpsilon).toBe(spent);
  });

  test("with an account draws the profile's ballot, and a second device finds it already drawn", async () => {
    const [email] = CANARIES.emails;
    const laptop = await system.visitor();
    await laptop.arrive("Accept all", "/account");
    expect(await laptop.signIn({ email })).toMatch(/^Linked/);
    await laptop.goTo("/");
    await laptop.browse();
    await hasContributed(laptop);
    contributions += 1;
    // A page that is left before the answer asks for the same ballot again.
    expect(new Set(toEdge("profile/ballots").map(blindedBallot)).size).toBe(1);
    await isAgreed(laptop);

    const phone = await system.visitor();
    await phone.arrive("Accept all", "/account");
    expect(await phone.signIn({ email })).toMatch(/^Linked/);
    await phone.goTo("/");
    await phone.browse();
    await expect.poll(() => stateOf(phone), { timeout: PATIENCE_MS }).toBe("not-sent");
    expect((await budgetOf(phone))?.contribution?.reason).toBe("ballot-drawn");
    expect((await budgetOf(phone))?.device.spentMicroEpsilon).toBe(0);
    expect(toEdge("contributions").length).toBe(1);
    expect(escapedCanaries(system.tap.requests, system.shopUrl)).toEqual([]);
  });

  test("sends the same bytes again at no extra budget when the answer is lost and the page is left", async () => {
    let left = 1;
    system.tap.setRule(({ method, url }) => {
      if (method !== "POST" || !url.endsWith("/contributions") || left === 0) return "pass";
      left -= 1;
      return "lose-response";
    });
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await expect.poll(() => toEdge("contributions").length, { timeout: PATIENCE_MS }).toBe(1);
    await visitor.goTo("/cart");
    await hasContributed(visitor);
    contributions += 1;
    const bodies = toEdge("contributions").map(({ body }) => body.toString());
    expect(bodies.length).toBeGreaterThan(1);
    expect(new Set(bodies).size).toBe(1);
    const epsilons = (await contributionsOf(visitor)).map(({ microEpsilon }) => microEpsilon);
    expect(epsilons.filter((microEpsilon) => microEpsilon > 0).length).toBe(1);
    expect((await budgetOf(visitor))?.device.spentMicroEpsilon).toBe(epsilons[0]);
    await isAgreed(visitor);
  });

  test("who withdraws before the vote is sent never sends it", async () => {
    system.tap.setRule(({ method, url }) => (method === "POST" && url.endsWith("/contributions") ? "cut" : "pass"));
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await expect.poll(() => toEdge("contributions").length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    await visitor.page.evaluate(() => window.sedge.consent.set({ learn: false }));
    const before = toEdge("contributions").length;
    system.tap.setRule();
    await visitor.seeProduct(3);
    await visitor.goTo("/cart");
    await visitor.isRunning();
    expect((await budgetOf(visitor))?.contribution).toMatchObject({ state: "not-sent", reason: "withdrawn" });
    await visitor.page.waitForTimeout(2_500);
    expect(toEdge("contributions").length).toBe(before);
    expect(toEdge("contributions").every(({ outcome }) => outcome === "cut")).toBe(true);
    expect((await visitor.cluster()).source).toBe("edge");
  });
});

describe("a visitor who does not agree to learn", () => {
  test.each([
    ["only to this device", { classify: true, link: false, learn: false }],
    ["only to a cluster", { classify: true, link: true, learn: false }],
  ])("but agrees %s sends nothing of row 4", async (_, choice) => {
    const visitor = await system.visitor();
    await visitor.goTo("/");
    await visitor.page.evaluate((choice) => window.sedge.consent.set(choice), choice);
    await visitor.isRunning();
    await visitor.browse();
    await visitor.cluster();
    await visitor.page.waitForTimeout(1_500);
    expect([...toEdge("round"), ...toEdge("ballots"), ...toEdge("contributions")]).toEqual([]);
    expect((await visitor.ledger()).filter(({ rows }) => rows.includes(4))).toEqual([]);
    expect((await budgetOf(visitor))?.contribution).toBeNull();
  });

  test("because of Global Privacy Control sends nothing of row 4, even after accepting all", async () => {
    const visitor = await system.visitor();
    await visitor.context.addInitScript(() =>
      Object.defineProperty(navigator, "globalPrivacyControl", { get: () => true, configurable: true }),
    );
    await visitor.arrive("Accept all");
    await visitor.browse();
    await visitor.page.waitForTimeout(1_500);
    expect(toEdge("contributions").length + toEdge("ballots").length + toEdge("round").length).toBe(0);
  });
});

describe("an edge that impersonates the aggregator", () => {
  test("is refused when it replaces the aggregator's key with its own: no ballot is drawn", async () => {
    const own = toBase64url((await deriveSealKey(new Uint8Array(32).fill(9), SITE, "own")).publicKey);
    const edgeUrl = await startEdgeMirror(system.operators.edgeUrl, (path, answer) => {
      if (!path.endsWith("/round") || answer.status !== 200) return answer;
      return { ...answer, body: Buffer.from(JSON.stringify({ ...JSON.parse(String(answer.body)), sealKey: own })) };
    });
    const visitor = await system.visitor({ site: await system.otherShop({ endpoint: edgeUrl }) });
    await visitor.arrive("Accept all");
    await visitor.browse();
    const problem = async () => (await visitor.status()).problem?.code;
    await expect.poll(problem, { timeout: PATIENCE_MS }).toBe("round-not-signed");
    const asked = system.tap.to(edgeUrl).map(({ url }) => new URL(url).pathname.split("/").at(-1));
    expect(asked).toContain("round");
    expect(asked).not.toContain("ballots");
    expect(asked).not.toContain("contributions");
  });
});

describe("when the round ends", () => {
  test("publishes the next generation, and the page uses it in the same visit", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await hasContributed(visitor);
    contributions += 1;
    expect((await visitor.cluster()).generation).toBe(0);
    const { visit } = await visitor.session();

    await simulated;
    await orderRound(system.operators, { action: "close" });
    const latest = async () => (await roundsOf(system.operators)).rounds[0];
    await expect
      .poll(async () => (await latest())?.end, { timeout: 60_000, interval: 500 })
      .toMatchObject({ state: "published", generation: 1 });
    expect((await latest())?.people).toBe(SIMULATED_DEVICES + contributions);

    // The edge and the page use what they have read for `CACHE_SECONDS`.
    const generation = async () => {
      await visitor.goTo("/skirts");
      await visitor.isRunning();
      return (await visitor.cluster()).generation;
    };
    await expect.poll(generation, { timeout: PATIENCE_MS, interval: 500 }).toBe(1);
    expect(await visitor.cluster()).toMatchObject({ source: "edge", generation: 1 });
    expect((await visitor.session()).visit).toBe(visit);
    const rounds = async () => (await generation(), (await budgetOf(visitor))?.site?.rounds);
    await expect.poll(rounds, { timeout: PATIENCE_MS, interval: 500 }).toBe(1);
    expect((await budgetOf(visitor))?.site?.delta).toBe(1e-6);
    expect((await budgetOf(visitor))?.site?.epsilon).toBeCloseTo(2, 2);
    await isAgreed(visitor);
  }, 400_000);

  test("anybody repeats the generation from its published sums, and finds an edge that changes one leaf", async () => {
    const verify = (edgeUrl: string) => sedgeIn(import.meta.dirname, ["verify", "generation", edgeUrl, "--site", SITE]);
    const { exitCode, out, note } = await verify(system.operators.edgeUrl);
    expect([exitCode, note]).toEqual([0, ""]);
    expect(out).toMatch(
      /^generation 0: .* the prior that Sedge ships\ngeneration 1: .* exactly what its sums give, signed/,
    );
    const read = async (path: string) => (await fetch(path)).text();
    const honest = await read(addressOf(system.operators.edgeUrl, "manifest"));
    const { sha256 } = v.parse(Manifest, JSON.parse(honest)).codebook;
    const codebook = await read(addressOf(system.operators.edgeUrl, "codebook").replace(":sha256", sha256));
    const changed = codebook.replace(/"count":(\d+)/, (_, count) => `"count":${Number(count) + 1}`);
    const lie = createHash("sha256").update(changed).digest("hex");
    const liar = await startEdgeMirror(system.operators.edgeUrl, (path, answer) => {
      if (path.endsWith("/manifest")) return { ...answer, body: Buffer.from(honest.replace(sha256, lie)) };
      return path.endsWith(lie) ? { status: 200, body: Buffer.from(changed) } : answer;
    });
    const found = await verify(liar);
    expect(found.exitCode).toBe(2);
    expect(found.note).toMatch(/^generation-broken: generation 1: cells\[0\]\.count: \d+, not \d+\./);
  });
});
