import { reset } from "cloudflare:test";
import { toBase64url } from "@sedge/privacy/base64url";
import { fromBase64url } from "@sedge/privacy/base64url";
import { isSignedBy } from "@sedge/privacy/signed-terms";
import { WINDOW_TERMS_PURPOSE, WindowTerms, windowText } from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import { EXAMPLE_PLAN } from "../../../metrics/test/example-plan.ts";
import { call, randomText, roundRequest } from "../../test/edge.ts";

afterEach(() => reset());

const WEEK_SECONDS = 604_800;
const PLAN = {
  ...EXAMPLE_PLAN,
  windows: [{ seconds: WEEK_SECONDS, minPeople: 500, votes: 1 }],
  metrics: EXAMPLE_PLAN.metrics
    .filter(({ kind }) => kind === "funnel")
    .map((metric) => ({ ...metric, windowSeconds: WEEK_SECONDS })),
};

/** What an edge asks for; `changes` make it wrong. */
async function windowRequest(changes: object = {}, plan: object = PLAN): Promise<object> {
  const planText = JSON.stringify(plan);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(planText));
  const first = Math.floor(Date.now() / 1_000 / WEEK_SECONDS);
  const { ballotKey, shards } = roundRequest();
  return {
    kind: "metrics",
    round: randomText(16),
    plan: toBase64url(new Uint8Array(digest)),
    planText,
    seconds: WEEK_SECONDS,
    first,
    last: first,
    maxPeople: 100_000,
    spreadSeconds: 900,
    shards,
    ballotKey,
    ...changes,
  };
}

const thisWeek = Math.floor(Date.now() / 1_000 / WEEK_SECONDS);

test.each([
  ["another plan than its hash names", { plan: "A".repeat(43) }, {}],
  ["a plan of another site", {}, { site: "shop" }],
  ["a plan that breaks a rule", {}, { budget: { epsilon: 300, delta: 1e-6, metricsShare: 1 } }],
  ["a window that the plan lacks", { seconds: 3_600 }, {}],
  ["a window that is over", { first: thisWeek - 9, last: thisWeek - 9 }, {}],
  ["a window that has not begun", { first: thisWeek + 9, last: thisWeek + 9 }, {}],
  ["more windows at once", { last: thisWeek + 4 }, {}],
  ["no wait between ballot and vote", { spreadSeconds: 0 }, {}],
  ["text that is no plan", { planText: "{", plan: "A".repeat(43) }, {}],
])("an edge that orders %s gets no signed terms", async (_, changes, planChanges) => {
  const response = await call("openRound", await windowRequest(changes, { ...PLAN, ...planChanges }));
  expect([response.status, await response.json()]).toMatchObject([409, { code: "round-order" }]);
});

test("an edge cannot open a window for fewer people, for less noise, or with a field of its own", async () => {
  for (const wish of [{ minPeople: 2 }, { noise: [0.1] }, { visitor: "ana" }]) {
    expect((await call("openRound", await windowRequest(wish))).status).toBe(400);
  }
});

test("an edge extends a window by one at a time, for 28 days at most, and no task that is none", async () => {
  const request = await windowRequest();
  const terms = v.parse(WindowTerms, await (await call("openRound", request)).json());
  const again = v.parse(WindowTerms, await (await call("openRound", request)).json());
  expect({ ...again, signature: null }).toEqual({ ...terms, signature: null });
  expect((await call("openRound", await windowRequest())).status).toBe(409);
  const extend = (last: number, round: string = terms.round) => call("extendWindow", { last }, round);
  expect((await extend(terms.last + 2)).status).toBe(409);
  expect((await extend(terms.last - 1)).status).toBe(409);
  expect((await extend(terms.last + 1, randomText(16))).status).toBe(404);
  for (let last = terms.last + 1; last < terms.first + 4; last++) {
    const longer = v.parse(WindowTerms, await (await extend(last)).json());
    expect(longer).toMatchObject({ last, deadline: (last + 1) * WEEK_SECONDS, sealKey: terms.sealKey });
  }
  expect((await extend(terms.first + 4)).status).toBe(409);
  expect((await call("extendWindow", { last: terms.last, reason: "more" }, terms.round)).status).toBe(400);
});

test("an edge cannot change what the aggregator has signed of a window", async () => {
  const terms = v.parse(WindowTerms, await (await call("openRound", await windowRequest())).json());
  const url = `https://aggregator.test${AGGREGATOR_ROUTES.prfKey.path.replace(":site", "demo").replace(":epoch", "1")}`;
  const asked = new Request(url, { headers: { authorization: `Bearer ${env.OPERATOR_KEY}` } });
  const { publicKey } = await (await exports.default.fetch(asked)).json<{ publicKey: string }>();
  const signature = {
    evaluated: fromBase64url(terms.signature.evaluated),
    proof: fromBase64url(terms.signature.proof),
  };
  const isSigned = (changes: Partial<WindowTerms>) =>
    isSignedBy(fromBase64url(publicKey), WINDOW_TERMS_PURPOSE, windowText("demo", { ...terms, ...changes }), signature);
  const changes: Partial<WindowTerms>[] = [
    { plan: "A".repeat(43) },
    { first: 0 },
    { last: terms.last + 1 },
    { deadline: 1 },
    { minPeople: 2 },
    { noise: terms.noise.map(() => 0.1) },
    { blocks: [1, ...terms.blocks] },
    { maxFilled: 2 },
    { weight: 1 },
    { delta: 1e-3 },
    { spreadSeconds: 0 },
    { sealKey: "B".repeat(43) },
    { ballotKeys: { ...terms.ballotKeys, edge: "A".repeat(43) } },
  ];
  expect(isSigned({})).toBe(true);
  for (const change of changes) expect([change, isSigned(change)]).toEqual([change, false]);
});
