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
const said = {
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
  ...said,
  epsilon: 1,
  ballotKey,
  codebook: { minPeople: 50, algorithm: "auto", sensitiveFeatures: [] },
});

function terms(changes: object = {}, rho = rhoOf(1, 1e-6)): RoundTerms {
  const noise = noiseFor(rho, 8, 0.5);
  return v.parse(RoundTerms, {
    ...said,
    measurement,
    noise,
    rho: roundRho({ ...noise, ...shapeOfMeasurement(v.parse(RoundTerms.entries.measurement, measurement)) }),
    ballotKeys: { edge: ballotKey, aggregator: randomText(32) },
    sealKey: randomText(65),
    signature: { evaluated: randomText(32), proof: randomText(64) },
    ...changes,
  });
}

test("terms are taken that are what was asked for, also after their way through JSON", () => {
  expect(isAcceptable(request, v.parse(RoundTerms, JSON.parse(JSON.stringify(terms()))))).toBe(true);
  expect(isAcceptable(request, terms({}, rhoOf(0.5, 1e-6)))).toBe(true);
});

test("terms are refused that say anything else, cost more, or hide what they cost", () => {
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
