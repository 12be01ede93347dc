import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { randomFrom, normal } from "@sedge/models/random";
import { beforeEach, describe, expect, test } from "vitest";
import { sedgeHere } from "./sedge.ts";

let place = "";
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "sedge-cluster-"));
  return () => rmSync(place, { recursive: true });
});

const CLOUDS = { a: [20, 20], b: [80, 30], c: [40, 85] } as const;

/** Three round clouds in a square of 100, with their names. */
function cloudRows(people: number): string[] {
  const random = randomFrom(5);
  return Array.from({ length: Math.ceil(people / 3) }).flatMap(() =>
    Object.entries(CLOUDS).map(
      ([name, [x, y]]) => `${(x + 3 * normal(random)).toFixed(3)},${(y + 3 * normal(random)).toFixed(3)},${name}`,
    ),
  );
}

const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(place, name), content);
  return join(place, name);
};
const cluster = (...args: readonly string[]) => sedgeHere("cluster", ...args, "--output", join(place, "out.csv"));

test("finds clouds, measures them, and prints their privacy cost", async () => {
  const input = file("in.csv", ["x,y,name", ...cloudRows(900)].join("\n"));
  const call = [
    "--input",
    input,
    "--labels",
    "name",
    "--k",
    "3",
    "--epsilon",
    "1",
    "--bounds",
    "0,100",
    "--rounds",
    "4",
    "--seed",
    "7",
  ];
  const { exitCode, out } = await cluster(...call, "--json");
  expect(exitCode).toBe(0);
  const figures = JSON.parse(out);
  expect(Object.keys(figures)).toEqual([
    "inertia",
    "silhouette",
    "ari",
    "accuracy",
    "epsilon",
    "delta",
    "bytesPerDevice",
    "msPerDevice",
    "clusters",
  ]);
  expect(figures).toMatchObject({ epsilon: 1, clusters: 3, delta: Number((900 ** -1.5).toPrecision(6)) });
  expect(figures.ari).toBeGreaterThan(0.95);
  expect(figures.inertia / 900).toBeLessThan(22);
  expect(figures.bytesPerDevice).toBeGreaterThan(1_000);
  const [head, ...rows] = readFileSync(join(place, "out.csv"), "utf8").trim().split("\n");
  expect(head).toBe("x,y,people");
  expect(rows).toHaveLength(3);
  const again = readFileSync(join(place, "out.csv"), "utf8");
  await cluster(...call);
  expect(readFileSync(join(place, "out.csv"), "utf8")).toBe(again);
});

test("both modes agree to the last bit", async () => {
  const input = file(
    "in.csv",
    cloudRows(24)
      .map((row) => row.split(",").slice(0, 2).join(","))
      .join("\n"),
  );
  const call = ["--input", input, "--k", "2", "--epsilon", "8", "--rounds", "2", "--bounds", "0,100", "--seed", "3"];
  await cluster(...call, "--mode", "sums");
  const sums = readFileSync(join(place, "out.csv"), "utf8");
  await cluster(...call, "--mode", "full");
  expect(readFileSync(join(place, "out.csv"), "utf8")).toBe(sums);
});

test("estimates missing bounds within the budget; points may be gzipped and separated by spaces, with labels in another file", async () => {
  const rows = cloudRows(1_200).map((row) => row.split(","));
  const input = file("in.data.gz", gzipSync(rows.map(([x, y]) => `  ${x}   ${y}`).join("\n")));
  const labels = file("names", rows.map(([, , name]) => name).join("\n"));
  const { out, note } = await cluster(
    "--input",
    input,
    "--labels",
    labels,
    "--k",
    "3",
    "--epsilon",
    "2",
    "--seed",
    "1",
    "--json",
  );
  expect(note).toContain("bounds, estimated for 0.1 of the budget: 16 to 128");
  const { epsilon, ari } = JSON.parse(out);
  expect(epsilon).toBeCloseTo(2, 4);
  expect(ari).toBeGreaterThan(0.95);
});

test("finds the number of density clusters", async () => {
  const input = file(
    "in.csv",
    cloudRows(10_000)
      .join("\n")
      .replaceAll(/,[abc]$/gm, ""),
  );
  const call = ["--algorithm", "dbscan", "--epsilon", "4", "--bounds", "0,100", "--seed", "2", "--json"];
  const { out } = await cluster("--input", input, ...call);
  expect(JSON.parse(out)).toMatchObject({ clusters: 3, epsilon: 4, ari: null, accuracy: null });
});

describe("rejects invalid calls, and writes nothing", () => {
  const good = "x,y\n1,2\n3,4\n5,6\n";
  test.each([
    ["no k", good, ["--epsilon", "1"], "bad-option: --k is required."],
    [
      "no budget",
      good,
      ["--k", "2", "--epsilon", "0"],
      'bad-option: --epsilon takes a number above 0 and up to 64, not "0".',
    ],
    [
      "more clusters than points",
      good,
      ["--k", "4", "--epsilon", "1"],
      "unfit-rows: in.csv has 3 points, and --k asks for 4 clusters.",
    ],
    [
      "a word",
      "x,y\n1,2\n3,four\n",
      ["--k", "1", "--epsilon", "1"],
      'not-a-number: in.csv, line 3, column "y": "four" is not a finite number.',
    ],
    [
      "a short row",
      "x,y\n1,2\n3\n",
      ["--k", "1", "--epsilon", "1"],
      "ragged-row: in.csv, line 3: the row has 1 cells, the first one 2.",
    ],
    [
      "no such label",
      good,
      ["--k", "1", "--epsilon", "1", "--labels", "z"],
      'missing-column: in.csv has no column "z", and no file with this name.',
    ],
    [
      "bounds upside down",
      good,
      ["--k", "1", "--epsilon", "1", "--bounds", "5,1"],
      'bad-option: --bounds takes LOWEST,HIGHEST, or one such pair a feature with ; between, not "5,1".',
    ],
    [
      "so few points that δ would be large",
      `${good}7,8\n`,
      ["--k", "1", "--epsilon", "1"],
      "too-few-points: in.csv has 4 points, for which the default δ would be 0.125, too large to protect anyone: pass --delta 1e-6 or add points.",
    ],
    [
      "a δ that protects nobody",
      `${good}7,8\n`,
      ["--k", "1", "--epsilon", "1", "--delta", "0.125"],
      'bad-option: --delta takes at most 0.0100 for 4 points, not "0.125": a larger δ allows publishing a person.',
    ],
    [
      "bounds that noise hides",
      `${good}7,8\n`,
      ["--k", "1", "--epsilon", "1", "--delta", "1e-6", "--seed", "1"],
      "bounds-unknown: The bounds of 4 points cannot be estimated privately with this budget: state them with --bounds, or raise --epsilon.",
    ],
    [
      "density clusters of few points",
      `x,y\n${"1,2\n".repeat(500)}`,
      ["--algorithm", "dbscan", "--epsilon", "1"],
      "too-few-points: in.csv has 500 points, and dbscan needs 10000: with fewer, noise hides the gaps between shapes.",
    ],
    [
      "density clusters of little budget",
      `x,y\n${"1,2\n".repeat(10_000)}`,
      ["--algorithm", "dbscan", "--epsilon", "0.1"],
      "too-few-points: in.csv has 10000 points, too few for dbscan at --epsilon 0.1: no cell would stand out from the noise; raise --epsilon or add points.",
    ],
    [
      "bounds for others",
      good,
      ["--k", "1", "--epsilon", "1", "--bounds", "0,1;0,1;0,1"],
      "bad-option: --bounds has 3 pairs, and in.csv 2 features.",
    ],
  ])("%s", async (_, content, args, message) => {
    const input = file("in.csv", content);
    const { exitCode, out, note } = await cluster("--input", input, ...args);
    expect([exitCode, out, note.replaceAll(`${place}/`, "")]).toEqual([2, "", message]);
    expect(existsSync(join(place, "out.csv"))).toBe(false);
  });
});
