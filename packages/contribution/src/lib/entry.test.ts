import { DEFAULT_DEVICE_BUDGET } from "@sedge/privacy/budget";
import { deriveShareKey } from "@sedge/privacy/prf";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { toBase64url } from "@sedge/privacy/base64url";
import { OperationId, Round } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { costOf, entryOf, roundLimits, voteTime } from "./entry.ts";

const random = seededRandom("entry");
const element = toBase64url(deriveShareKey(random(32), "demo", 1).publicKey);
const id = toBase64url(random(16));
const spent = { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 };
const round = v.parse(Round, {
  round: id,
  state: "collecting",
  generation: 0,
  deadline: 1_800_003_600,
  minPeople: 2,
  measurement: { features: ["depth"], centres: [[0.1]], terms: "count", radii: [1], bits: 8 },
  noise: { countStdDev: 4, sumStdDev: 0 },
  spreadSeconds: 600,
  delta: 1e-6,
  privacy: { rho: 0.1, epsilon: 1, spent },
  ballotKeys: { edge: element, aggregator: element },
  sealKey: element,
  signature: { evaluated: element, proof: toBase64url(random(64)) },
});
const entrant = {
  site: "demo",
  budget: DEFAULT_DEVICE_BUDGET,
  point: [0.5],
  operationId: v.parse(OperationId, toBase64url(random(16))),
  random,
  limits: roundLimits("http://localhost"),
  nowMs: 1_800_000_030_000,
  // This machine is half a minute ahead of the edge.
  edgeSeconds: 1_800_000_000,
};

test("who enters a round keeps the ballot that will be asked for, what it costs, and the deadline by their own clock", () => {
  const entry = entryOf(round, entrant);
  expect(entry).toMatchObject({
    state: "entered",
    drawing: { step: "drawing", round: id, microEpsilon: costOf(round), deadline: 1_800_003_630_000, point: [0.5] },
  });
  expect(costOf({ ...round, noise: { countStdDev: 8, sumStdDev: 0 } })).toBeLessThan(costOf(round));
});

test("what can't be measured, and what the budget does not allow, is declined", () => {
  expect(entryOf(round, { ...entrant, point: undefined })).toMatchObject({ code: "unknown-measurement" });
  const budget = { ...DEFAULT_DEVICE_BUDGET, limitMicroEpsilon: costOf(round) - 1 };
  expect(entryOf(round, { ...entrant, budget })).toMatchObject({ code: "privacy-budget-spent" });
});

test("a round that would open the sum of a few is declined, also where both operators sign it", () => {
  const limits = roundLimits("https://edge.example");
  expect(entryOf({ ...round, minPeople: 499 }, { ...entrant, limits })).toMatchObject({ code: "round-too-small" });
  expect(entryOf({ ...round, minPeople: 500 }, { ...entrant, limits }).state).toBe("entered");
});

test("a round that costs exactly what the budget has left is entered", () => {
  const budget = { ...DEFAULT_DEVICE_BUDGET, limitMicroEpsilon: costOf(round) };
  expect(entryOf(round, { ...entrant, budget }).state).toBe("entered");
});

test("charges what the round's noise implies, whatever epsilon the edge states and however large its delta", () => {
  expect(costOf({ ...round, privacy: { ...round.privacy, epsilon: 0.001 } })).toBe(costOf(round));
  expect(costOf({ ...round, delta: 0.5 })).toBe(costOf(round));
  expect(costOf({ ...round, delta: 1e-9 })).toBeGreaterThan(costOf(round));
});

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const wait = { now: NOW, deadline: NOW + HOUR, leastSeconds: 0 };
const signed = { ...round, termsSignature: round.signature };

test("delays a vote by no more than the round's spread, and half of the time left", () => {
  expect(voteTime(signed, { ...wait, fraction: 1 })).toBe(NOW + 600_000);
  expect(voteTime(signed, { ...wait, deadline: NOW + 60_000, fraction: 0.5 })).toBe(NOW + 15_000);
  expect(voteTime(signed, { ...wait, fraction: 0 })).toBe(NOW);
});

test("a vote waits by the device's own rule where the aggregator has not signed for how long", () => {
  expect(voteTime({ ...round, spreadSeconds: 0 }, { ...wait, fraction: 1 })).toBe(NOW + 900_000);
  expect(voteTime({ ...round, spreadSeconds: 1_200 }, { ...wait, fraction: 1 })).toBe(NOW + 1_200_000);
});

test("a vote waits a quarter of an hour at least, whatever both operators sign", () => {
  const { voteWaitSeconds: leastSeconds } = roundLimits("https://edge.example");
  expect(leastSeconds).toBe(900);
  const eager = { ...signed, spreadSeconds: 0 };
  expect(voteTime(eager, { ...wait, leastSeconds, fraction: 0 })).toBe(NOW + 900_000);
  expect(voteTime(signed, { ...wait, leastSeconds, fraction: 1 })).toBe(NOW + 1_500_000);
  // A round that ends sooner gets no vote rather than an early one.
  const short = { ...wait, deadline: NOW + 600_000, leastSeconds };
  expect(voteTime(signed, { ...short, fraction: 0.5 })).toBe(NOW + 900_000);
});

test.each(["http://localhost:8787", "http://127.0.0.1:1", "http://[::1]:8787/"])("sets no limits at %s", (endpoint) => {
  expect(roundLimits(endpoint)).toEqual({ voteWaitSeconds: 0, people: 0 });
});

test.each(["https://localhost.example", "http://edge.example", "https://10.0.0.1"])(
  "sets its limits at %s",
  (endpoint) => {
    expect(roundLimits(endpoint)).toEqual({ voteWaitSeconds: 900, people: 500 });
  },
);
