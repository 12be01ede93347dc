import { type Codebook, MAX_CELL_CHILDREN } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { isWithin, leavesOf } from "./cell-path.ts";
import { askedOf, simulatedDevices, squareCodebook } from "../../../test/simulated-devices.ts";
import { squaredBetween } from "./geometry.ts";
import { measurementFor } from "./measurement-for.ts";
import type { NextCodebookOptions } from "./next-codebook-options.ts";
import { nextCodebook } from "./next-codebook.ts";
import type { RoundSums } from "./round-sums.ts";

const NOISE = { countStdDev: 8, sumStdDev: 1_000 };
const MIN_PEOPLE = 50;
const GROUPS = [
  { x: 0.2, y: 0.2, people: 1_500, width: 0.04 },
  { x: 0.8, y: 0.3, people: 1_500, width: 0.04 },
  { x: 0.5, y: 0.8, people: 1_000, width: 0.04 },
];

function roundOn(codebook: Codebook, groups = GROUPS, seed = 1, explore = true): RoundSums {
  const measurement = measurementFor(codebook, { minPeople: MIN_PEOPLE, countStdDev: NOISE.countStdDev, explore });
  return askedOf(measurement, simulatedDevices(groups, seed), { ...NOISE, seed });
}

function published(options: Partial<NextCodebookOptions> & Pick<NextCodebookOptions, "codebook" | "round">) {
  const made = nextCodebook({ highestId: 2, minPeople: MIN_PEOPLE, algorithm: "kmeans", ...options });
  if (made.result === "refused") throw new Error(`${made.reason}: ${made.detail}`);
  return made;
}

/** A site's generations, each from one round of the same population. */
function generations(count: number, groups = GROUPS, options: Partial<NextCodebookOptions> = {}) {
  const made = [
    published({ codebook: squareCodebook(4), round: roundOn(squareCodebook(4), groups), clusters: 3, ...options }),
  ];
  const rounds = [roundOn(squareCodebook(4), groups)];
  for (let seed = 2; seed <= count; seed++) {
    const { codebook, report } = made.at(-1)!;
    const round = roundOn(codebook, groups, seed, report.next === "explore");
    made.push(
      published({ codebook, round, last: rounds.at(-1), highestId: report.highestId, clusters: 3, ...options }),
    );
    rounds.push(round);
  }
  return { made, rounds };
}

describe("the tree", () => {
  const { made } = generations(5);

  test("is consistent in its sums: the root counts everyone, parents the sum of their leaves, and no count is negative", () => {
    for (const { codebook } of made) {
      const leaves = leavesOf(codebook);
      for (const cell of codebook.cells) {
        const below = leaves.filter(({ path }) => isWithin(path, cell.path));
        expect(cell.count).toBe(below.reduce((sum, { count }) => sum + count, 0));
        expect(cell.count).toBeGreaterThanOrEqual(0);
      }
      expect(codebook.cells[0]!.count).toBeGreaterThan(3_900);
      expect(codebook.cells[0]!.count).toBeLessThanOrEqual(4_000 + leaves.length);
    }
  });

  test("follows people: no leaf is surely lighter than k, heavy ones are split, and every count is of who is served", () => {
    const { codebook } = made.at(-1)!;
    const leaves = leavesOf(codebook);
    for (const { count } of leaves) expect(count + 3 * NOISE.countStdDev).toBeGreaterThanOrEqual(MIN_PEOPLE);
    expect(leaves.some(({ path }) => path.includes("."))).toBe(true);
    expect(leaves.every(({ path }) => path.split(".").every((step) => Number(step) < MAX_CELL_CHILDREN))).toBe(true);
    const people = simulatedDevices(GROUPS, 99);
    const served = leaves.map(() => 0);
    for (const point of people) {
      const far = leaves.map(({ centroid }) => squaredBetween(centroid, point));
      served[far.indexOf(Math.min(...far))]! += 1;
    }
    leaves.forEach(({ path, count }, i) => {
      // Leaves moved after they were counted by little; chance and noise, four deviations.
      expect(Math.abs(count - served[i]!), path).toBeLessThan(
        4 * Math.hypot(8, Math.sqrt(2 * served[i]!)) + 0.15 * count,
      );
    });
  });

  test("converges: then the measurement repeats, nothing moves and no ID changes", () => {
    const { made: later } = generations(12);
    const [before, last] = later.slice(-2);
    expect(before!.report.next).toBe("watch");
    const places = ({ codebook }: typeof last & {}) => leavesOf(codebook).map(({ path, centroid }) => [path, centroid]);
    expect(places(last!)).toEqual(places(before!));
    expect(last!.report.drift).toMatchObject({ significant: false });
    expect(last!.report.changes.movedShare).toBe(0);
    expect(last!.report.openNext).toBe(false);
  });
});

describe("clusters", () => {
  test("are the groups of people, named and with cards, under the ids that most people had", () => {
    const { codebook, report } = generations(4).made.at(-1)!;
    expect(codebook.clusters).toHaveLength(3);
    for (const group of GROUPS) {
      const nearest = codebook.clusters.toSorted(
        (a, b) => squaredBetween(a.centroid, [group.x, group.y]) - squaredBetween(b.centroid, [group.x, group.y]),
      )[0]!;
      expect(Math.sqrt(squaredBetween(nearest.centroid, [group.x, group.y]))).toBeLessThan(0.03);
      expect(Math.abs(nearest.count - group.people)).toBeLessThan(100);
    }
    expect(new Set(codebook.clusters.map(({ name }) => name)).size).toBe(3);
    expect(report.cards.map(({ id }) => id)).toEqual(codebook.clusters.map(({ id }) => id));
    expect(report.highestId).toBe(3);
  });

  test("auto takes density where it follows the people better, k-means where all is one group", () => {
    const arc = Array.from({ length: 40 }, (_, i) => {
      const angle = (Math.PI * (i + 0.5)) / 40;
      return { x: 0.5 + 0.42 * Math.cos(angle), y: 0.2 + 0.65 * Math.sin(angle), people: 150, width: 0.012 };
    });
    const shaped = [...arc, { x: 0.5, y: 0.25, people: 3_000, width: 0.05 }];
    const found = generations(7, shaped, { algorithm: "auto", clusters: 2 }).made.at(-1)!;
    expect(found.report.algorithm).toBe("hdbscan");
    const clusterAt = (x: number, y: number) =>
      leavesOf(found.codebook).toSorted(
        (a, b) => squaredBetween(a.centroid, [x, y]) - squaredBetween(b.centroid, [x, y]),
      )[0]!.cluster;
    expect(clusterAt(0.08, 0.25)).toBe(clusterAt(0.92, 0.25));
    expect(clusterAt(0.08, 0.25)).not.toBe(clusterAt(0.5, 0.25));
    const simulatedPeople = [{ x: 0.5, y: 0.5, people: 6_000, width: 0.2 }];
    expect(generations(3, simulatedPeople, { algorithm: "auto" }).made.at(-1)!.report.algorithm).toBe("kmeans");
  });
});

describe("when people move", () => {
  test("drift is found and opens the next round, and ids go with the people", () => {
    const { made, rounds } = generations(12);
    const { codebook, report } = made.at(-1)!;
    const elsewhere = [
      GROUPS[0]!,
      GROUPS[1]!,
      { ...GROUPS[2]!, people: 300 },
      { x: 0.2, y: 0.8, people: 700, width: 0.04 },
    ];
    const round = roundOn(codebook, elsewhere, 70, false);
    const next = published({ codebook, round, last: rounds.at(-1), highestId: report.highestId });
    expect(next.report.drift?.significant).toBe(true);
    expect(next.report.drift!.shift).toBeGreaterThan(0.1);
    expect(next.report).toMatchObject({ openNext: true, next: "explore" });
    expect(next.report.changes.kept).toEqual(["c1", "c2", "c3"]);
  });

  test("a round that asked something else shows no drift", () => {
    const { made, rounds } = generations(2);
    const { codebook } = made.at(-1)!;
    expect(published({ codebook, round: roundOn(codebook), last: rounds[0], highestId: 3 }).report.drift).toBeNull();
  });
});

describe("a bad round is refused with its reason", () => {
  const codebook = squareCodebook(4);
  const round = roundOn(codebook);
  const result = (change: Partial<RoundSums>, options: Partial<NextCodebookOptions> = {}) =>
    nextCodebook({
      codebook,
      round: { ...round, ...change },
      highestId: 2,
      minPeople: MIN_PEOPLE,
      algorithm: "kmeans",
      ...options,
    });

  test.each<[string, Partial<RoundSums>]>([
    ["too-few-people", { people: 99 }],
    ["implausible-sums", { people: 2_000 }],
    ["implausible-sums", { people: 40_000 }],
    ["implausible-sums", { sumStdDev: Number.NaN }],
    ["foreign-measurement", { measurement: { ...round.measurement, features: ["across", "down"] } }],
    ["foreign-measurement", roundOn(squareCodebook(2))],
  ])("%s", (reason, change) => {
    expect(result(change)).toMatchObject({ result: "refused", reason });
  });

  // Red when next-codebook.ts asks for more than 2k people, or next to it.
  test("two cells' worth of people are enough, and one fewer are too few", () => {
    const counts = Array.from(round.counts, (_, cell) => (cell === 0 ? 100 : 0));
    const withPeople = (people: number) => result({ people, counts, countStdDev: 0.5 });
    expect(withPeople(99)).toMatchObject({ result: "refused", reason: "too-few-people" });
    expect(withPeople(100)).not.toMatchObject({ reason: "too-few-people" });
  });

  test("worse-than-last: too few clusters to separate people as before", () => {
    const { made } = generations(4);
    const last = made.at(-1)!;
    const one = { codebook: last.codebook, round: roundOn(last.codebook, GROUPS, 8), clusters: 1 };
    expect(result({}, one)).toMatchObject({ result: "refused", reason: "worse-than-last" });
  });

  test("sensitive-cluster: what sets one apart may not be mainly what the site calls sensitive", () => {
    // Found by the horizontal axis, but the clusters are separate on the vertical one.
    const leaning = simulatedDevices(
      [
        { ...GROUPS[0]!, x: 0.38, width: 0.05 },
        { ...GROUPS[0]!, x: 0.62, y: 0.8, width: 0.05 },
      ],
      5,
    );
    const separated = leaning.map(([across = 0, up = 0]) => [across, up < 0.5 ? 0.1 : 0.9]);
    const asked = askedOf(round.measurement, separated, { ...NOISE, seed: 5 });
    expect(result(asked, { sensitiveFeatures: ["up"] })).toMatchObject({
      result: "refused",
      reason: "sensitive-cluster",
    });
    const wide = [
      { x: 0.2, y: 0.5, people: 2_000, width: 0.1 },
      { x: 0.8, y: 0.5, people: 2_000, width: 0.1 },
    ];
    const fine = published({ codebook, round: roundOn(codebook, wide), sensitiveFeatures: ["up"] });
    for (const { sensitiveShare } of fine.report.cards) expect(sensitiveShare).toBeLessThan(0.2);
  });
});

test("the same sums make the same generation", () => {
  const codebook = squareCodebook(4);
  const round = roundOn(codebook);
  expect(published({ codebook, round })).toEqual(published({ codebook, round }));
});
