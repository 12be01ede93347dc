import { clusterOf, codewordOf, emptySession, FEATURE_SCHEMA, featureRecord, fuse } from "@sedge/features";
import type { Codebook } from "@sedge/protocol";
import { expect, test } from "vitest";
import { askedOf, simulatedDevices, type Group, squareCodebook } from "../../../test/simulated-devices.ts";
import { measurementFor } from "./measurement-for.ts";
import { nextCodebook } from "./next-codebook.ts";

const MIN_PEOPLE = 50;

/** A session codebook after some rounds of these people. */
function learnt(groups: readonly Group[], countStdDev: number): Codebook {
  let codebook: Codebook = { ...squareCodebook(4), featureSchema: FEATURE_SCHEMA, features: ["depth", "breadth"] };
  for (let seed = 1; seed <= 5; seed++) {
    const measurement = measurementFor(codebook, { minPeople: MIN_PEOPLE, countStdDev });
    const round = askedOf(measurement, simulatedDevices(groups, seed), {
      countStdDev,
      sumStdDev: 120 * countStdDev,
      seed,
    });
    const made = nextCodebook({ codebook, round, highestId: 2, minPeople: MIN_PEOPLE, algorithm: "auto", clusters: 4 });
    if (made.result === "published") codebook = made.codebook;
  }
  return codebook;
}

test.each([
  [
    "three groups",
    [
      { x: 0.2, y: 0.2, people: 900, width: 0.04 },
      { x: 0.8, y: 0.3, people: 900, width: 0.1 },
      { x: 0.5, y: 0.8, people: 300, width: 0.02 },
    ],
    8,
  ],
  ["one point", [{ x: 0.4, y: 0.4, people: 2_000, width: 0 }], 8],
  ["few people", [{ x: 0.5, y: 0.5, people: 150, width: 0.2 }], 30],
  ["much noise", [{ x: 0.5, y: 0.5, people: 1_000, width: 0.3 }], 90],
])("serves everyone a cluster at any k: %s", (_, groups, countStdDev) => {
  const codebook = learnt(groups, countStdDev);
  expect(codebook.generation).toBeGreaterThan(0);
  for (const minPeople of [1, MIN_PEOPLE, 400, 1_000_000]) {
    for (const depth of [-1, 0, 0.2, 0.4, 0.51, 0.8, 1, 9]) {
      for (const breadth of [0, 0.3, 0.8, 1]) {
        const record = { ...featureRecord(emptySession(0)), depth, breadth };
        const codeword = codewordOf(codebook, record, minPeople);
        const cell = codebook.cells.find(({ path }) => path === codeword.path)!;
        expect(cell.path === "" || cell.count >= minPeople).toBe(true);
        expect(clusterOf(codebook, codeword)?.clusterName).toBeTruthy();
        expect(
          fuse(codebook, [
            { channel: "web", codeword },
            { channel: "app", codeword },
          ]),
        ).toBeDefined();
      }
    }
  }
});
