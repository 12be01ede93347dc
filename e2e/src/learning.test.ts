import type { LedgerEntry } from "@sedge/client-sdk";
import { toBase64url } from "@sedge/privacy/base64url";
import { deriveSealKey } from "@sedge/privacy/seal";
import { CANARIES, orderRound, roundsOf, type TappedRequest } from "@sedge/testbed";
import { beforeAll, describe, expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { SITE } from "./edge-answer.ts";
import { startEdgeMirror } from "./edge-mirror.ts";
import { crowdContributes } from "./crowd.ts";
import { openRound } from "./open-round.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useStage } from "./stage.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

// The stories play in one round, in this order; the last ends it.
const stage = useStage({ operators: { rateLimit: 100_000 } });
/** Enough for the two kinds of the crowd to stand out of the noise. */
const CROWD = 260;
/** Contributions of the stories' own visitors that have to be counted. */
let contributions = 0;
let crowd: Promise<void>;

beforeAll(async () => {
  await openRound(stage.operators, {
    epsilon: 2,
    minPeople: 200,
    seconds: 3_600,
    spreadSeconds: 1,
    algorithm: "kmeans",
  });
  // It takes its time, while the stories play.
  crowd = crowdContributes(stage.operators.edgeUrl, CROWD);
  crowd.catch(() => undefined);
});

const toEdge = (noun: string): TappedRequest[] =>
  stage.tap.to(stage.operators.edgeUrl).filter(({ url, method }) => url.endsWith(`/${noun}`) && method !== "OPTIONS");
const contributionsOf = async (visitor: Visitor): Promise<LedgerEntry[]> =>
  (await visitor.ledger()).filter(({ url }) => url.endsWith("/contributions"));
const budgetOf = (visitor: Visitor) => visitor.page.evaluate(() => window.sedge.privacyBudget());
const stateOf = async (visitor: Visitor) => (await budgetOf(visitor))?.contribution?.state;

async function hasContributed(visitor: Visitor): Promise<void> {
  await expect.poll(() => stateOf(visitor), { timeout: PATIENCE_MS }).toBe("received");
}
async function isAgreed(visitor: Visitor): Promise<void> {
  const difference = async () => compareLedger(await visitor.ledger(), stage.tap.requests, stage.operators.edgeUrl);
  await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
}

describe("a visitor who may be learnt from", () => {
  test("adds one visit to the sums: in the ledger with its row, its purpose and its epsilon, byte for byte", async () => {
    const visitor = await stage.visitor();
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
    expect(await panel.textContent()).toContain("added, in two shares that nobody can read alone");
  });

  test("adds no second one, on whatever page and in whatever tab", async () => {
    const visitor = await stage.visitor();
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

  test("who erases everything leaves no trace of the vote here, and does not vote again", async () => {
    const visitor = await stage.visitor();
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

  test("with an account draws the profile's ballot, and on a second device finds it drawn", async () => {
    const [email] = CANARIES.emails;
    const laptop = await stage.visitor();
    await laptop.arrive("Accept all", "/account");
    expect(await laptop.signIn({ email })).toMatch(/^Linked/);
    await laptop.goTo("/");
    await laptop.browse();
    await hasContributed(laptop);
    contributions += 1;
    expect(toEdge("profile/ballots").length).toBe(1);
    await isAgreed(laptop);

    const phone = await stage.visitor();
    await phone.arrive("Accept all", "/account");
    expect(await phone.signIn({ email })).toMatch(/^Linked/);
    await phone.goTo("/");
    await phone.browse();
    await expect.poll(() => stateOf(phone), { timeout: PATIENCE_MS }).toBe("not-sent");
    expect((await budgetOf(phone))?.contribution?.reason).toBe("ballot-drawn");
    expect((await budgetOf(phone))?.device.spentMicroEpsilon).toBe(0);
    expect(toEdge("contributions").length).toBe(1);
    expect(escapedCanaries(stage.tap.requests, stage.shopUrl)).toEqual([]);
  });

  test("whose answer is lost and whose page is left sends the same bytes again, and they cost nothing more", async () => {
    let left = 1;
    stage.tap.setRule(({ method, url }) => {
      if (method !== "POST" || !url.endsWith("/contributions") || left === 0) return "pass";
      left -= 1;
      return "lose-response";
    });
    const visitor = await stage.visitor();
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

  test("who withdraws while the vote waits has sent nothing, and sends nothing more", async () => {
    stage.tap.setRule(({ method, url }) => (method === "POST" && url.endsWith("/contributions") ? "cut" : "pass"));
    const visitor = await stage.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await expect.poll(() => toEdge("contributions").length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    await visitor.page.evaluate(() => window.sedge.consent.set({ learn: false }));
    const before = toEdge("contributions").length;
    stage.tap.setRule();
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

describe("a visitor who may not", () => {
  test.each([
    ["to this device alone", { classify: true, link: false, learn: false }],
    ["to a cluster alone", { classify: true, link: true, learn: false }],
  ])("as they agreed %s, sends nothing of row 4", async (_, choice) => {
    const visitor = await stage.visitor();
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

  test("as their browser sends Global Privacy Control, sends nothing of row 4 though they accept all", async () => {
    const visitor = await stage.visitor();
    await visitor.context.addInitScript(() =>
      Object.defineProperty(navigator, "globalPrivacyControl", { get: () => true, configurable: true }),
    );
    await visitor.arrive("Accept all");
    await visitor.browse();
    await visitor.page.waitForTimeout(1_500);
    expect(toEdge("contributions").length + toEdge("ballots").length + toEdge("round").length).toBe(0);
  });
});

describe("an edge that would be both operators", () => {
  test("is not believed where it puts a key of its own in the aggregator's place: no ballot is drawn", async () => {
    const own = toBase64url((await deriveSealKey(new Uint8Array(32).fill(9), SITE, "own")).publicKey);
    const edgeUrl = await startEdgeMirror(stage.operators.edgeUrl, (path, answer) => {
      if (!path.endsWith("/round") || answer.status !== 200) return answer;
      return { ...answer, body: Buffer.from(JSON.stringify({ ...JSON.parse(String(answer.body)), sealKey: own })) };
    });
    const visitor = await stage.visitor({ site: await stage.otherShop({ endpoint: edgeUrl }) });
    await visitor.arrive("Accept all");
    await visitor.browse();
    const problem = async () => (await visitor.status()).problem?.code;
    await expect.poll(problem, { timeout: PATIENCE_MS }).toBe("round-not-signed");
    const asked = stage.tap.to(edgeUrl).map(({ url }) => new URL(url).pathname.split("/").at(-1));
    expect(asked).toContain("round");
    expect(asked).not.toContain("ballots");
    expect(asked).not.toContain("contributions");
  });
});

describe("when the round ends", () => {
  test("the next generation is published, and a page's cluster is of it in the same visit", async () => {
    const visitor = await stage.visitor();
    await visitor.arrive("Accept all");
    await visitor.browse();
    await hasContributed(visitor);
    contributions += 1;
    expect((await visitor.cluster()).generation).toBe(0);
    const { visit } = await visitor.session();

    await crowd;
    await orderRound(stage.operators, { action: "close" });
    const latest = async () => (await roundsOf(stage.operators)).rounds[0];
    await expect
      .poll(async () => (await latest())?.end, { timeout: 60_000, interval: 500 })
      .toMatchObject({ state: "published", generation: 1 });
    expect((await latest())?.people).toBe(CROWD + contributions);

    // The edge asks for a newer codebook once a minute, and each of its isolates looks once a minute at what it has.
    const generation = async () => {
      await visitor.goTo("/skirts");
      await visitor.isRunning();
      return (await visitor.cluster()).generation;
    };
    await expect.poll(generation, { timeout: 150_000, interval: 2_000 }).toBe(1);
    expect(await visitor.cluster()).toMatchObject({ source: "edge", generation: 1 });
    expect((await visitor.session()).visit).toBe(visit);
    // What was spent may be remembered for ten seconds longer than the codebook, and the manifest by the page for some more.
    const rounds = async () => (await generation(), (await budgetOf(visitor))?.site?.rounds);
    await expect.poll(rounds, { timeout: 150_000, interval: 2_000 }).toBe(1);
    expect((await budgetOf(visitor))?.site?.delta).toBe(1e-6);
    expect((await budgetOf(visitor))?.site?.epsilon).toBeCloseTo(2, 2);
    await isAgreed(visitor);
  }, 400_000);
});
