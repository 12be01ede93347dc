import { noiseFor, rhoOf, roundRho } from "@sedge/privacy/accountant";
import { RoundRequest, RoundTerms, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { randomText } from "../../../test/visitor.ts";
import { isAcceptable } from "./acceptable-terms.ts";

const measurement = {
  features: ["x", "y"],
  centres: [
    [0, 0],
    [4, 0],
  ],
  terms: "offset",
  radii: [2, 2],
  bits: 8,
} as const;
const offered = {
  round: randomText(16),
  generation: 3,
  delta: 1e-6,
  minPeople: 100,
  maxPeople: 1_000,
  deadline: 1_800_000_000,
  spreadSeconds: 60,
  shards: 2,
};
const ballotKey = randomText(32);
const request = v.parse(RoundRequest, {
  ...offered,
  epsilon: 1,
  ballotKey,
  codebook: { minPeople: 50, algorithm: "auto", sensitiveFeatures: [] },
});

function terms(changes: object = {}, rho = rhoOf(1, 1e-6)): RoundTerms {
  const noise = noiseFor(rho, 8, 0.5);
  return v.parse(RoundTerms, {
    ...offered,
    measurement,
    noise,
    rho: roundRho({ ...noise, ...shapeOfMeasurement(v.parse(RoundTerms.entries.measurement, measurement)) }),
    ballotKeys: { edge: ballotKey, aggregator: randomText(32) },
    sealKey: randomText(65),
    signature: { evaluated: randomText(32), proof: randomText(64) },
    ...changes,
  });
}

test("accepts terms that match the request, also after a round trip through JSON", () => {
  expect(isAcceptable(request, v.parse(RoundTerms, JSON.parse(JSON.stringify(terms()))))).toBe(true);
  expect(isAcceptable(request, terms({}, rhoOf(0.5, 1e-6)))).toBe(true);
});

test("refuses terms that differ from the request, cost more, or understate their cost", () => {
  expect(isAcceptable(request, terms({}, 1.001 * rhoOf(1, 1e-6)))).toBe(false);
  expect(isAcceptable(request, terms({ noise: { countStdDev: 0.1, sumStdDev: 1e9 } }))).toBe(false);
  expect(isAcceptable(request, terms({ ballotKeys: { edge: randomText(32), aggregator: randomText(32) } }))).toBe(
    false,
  );
  const others = {
    round: randomText(16),
    generation: 4,
    delta: 1e-5,
    minPeople: 2,
    maxPeople: 10_000,
    deadline: 1_900_000_000,
    spreadSeconds: 0,
    shards: 1,
  };
  for (const [name, value] of Object.entries(others))
    expect(isAcceptable(request, terms({ [name]: value }))).toBe(false);
});

/** Terms whose noise costs exactly `cost` times what was asked for, and that state `stated` times that. */
function priced(cost: number, stated = 1): RoundTerms {
  const noise = noiseFor(cost * rhoOf(request.epsilon, request.delta), 8, 0.3);
  const shape = shapeOfMeasurement(v.parse(RoundTerms.entries.measurement, measurement));
  return terms({ noise, rho: stated * roundRho({ ...noise, ...shape }) });
}

// Red when acceptable-terms.ts leaves out the limit, loosens its slack, or believes the stated rho.
test("accepts the requested cost up to rounding, and nothing above it", () => {
  expect([0.2, 1, 1 + 1e-10].map((cost) => isAcceptable(request, priced(cost)))).toEqual([true, true, true]);
  expect([1 + 1e-8, 1.01, 3].map((cost) => isAcceptable(request, priced(cost)))).toEqual([false, false, false]);
});

test("refuses a stated cost that is not the cost of the noise", () => {
  expect([1 - 1e-10, 1 + 1e-10].map((stated) => isAcceptable(request, priced(0.5, stated)))).toEqual([true, true]);
  expect([0.5, 1 - 1e-8, 1 + 1e-8, 1.9].map((stated) => isAcceptable(request, priced(0.5, stated)))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  ["minPeople", 99],
  ["minPeople", 101],
  ["maxPeople", 999],
  ["maxPeople", 1_001],
  ["deadline", 1_799_999_999],
  ["deadline", 1_800_000_001],
  ["generation", 2],
  ["spreadSeconds", 61],
  ["delta", 1.0001e-6],
])("refuses a %s of %d, next to the requested value", (name, value) => {
  expect(isAcceptable(request, priced(1))).toBe(true);
  expect(isAcceptable(request, { ...priced(1), [name]: value })).toBe(false);
});
