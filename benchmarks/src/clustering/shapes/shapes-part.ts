import { noiseSources, privateBounds, sumsPanel } from "@sedge/cli/cluster-panels";
import { countShapes, learnClusters, shapeClusters } from "@sedge/cli/learner";
import { adjustedRandIndex } from "@sedge/clustering/evaluation";
import { assign, kMeans } from "@sedge/clustering/k-means";
import { randomFrom } from "@sedge/models/random";
import { rhoOf } from "@sedge/privacy/accountant";
import type { BenchPart } from "../../report/bench-part.ts";
import { textTable } from "../../report/text-table.ts";
import { meanAndDeviation } from "../behaviour/mean-and-deviation.ts";
import { clearAri } from "./clear-dbscan.ts";
import { LINE_GROUPS, SHAPES, shapeData, type ShapeData, thinLine } from "./shape-data.ts";

const SEEDS = 5;
const QUICK_SEEDS = 2;
const PEOPLE = [10_000, 40_000];
const QUICK_PEOPLE = [10_000];
const EPSILONS = [1, 8];
/** Adjusted Rand index that may be lost compared with DBSCAN in the clear. */
const MOST_LOST = 0.05;
/** Inertia that may be lost along a thin line, compared with central k-means. */
const MOST_LINE_LOST = 0.02;
const BOUNDS_SHARE = 0.1;
const RESTARTS = 5;
const FEATURES = ["x", "y"];

interface Cell {
  readonly work: string;
  readonly people: number;
  readonly epsilon: number;
  readonly measure: "ARI" | "inertia";
  readonly clear: number;
  readonly ours: ReturnType<typeof meanAndDeviation>;
  /** Share of the clear figure that is lost. */
  readonly lost: number;
  readonly most: number;
}

/** Shapes that are not round, compared with DBSCAN in the clear, and groups along a thin line, compared with k-means. */
export async function shapesPart(
  { quick }: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  const seeds = Array.from({ length: quick ? QUICK_SEEDS : SEEDS }, (_, i) => i + 1);
  const cells: Cell[] = [];
  for (const people of quick ? QUICK_PEOPLE : PEOPLE) {
    for (const [work, draw] of Object.entries(SHAPES)) {
      note(`${work}, ${people} …`);
      const all = seeds.map((seed) => shapeData(draw, people, seed));
      const clear = meanAndDeviation(all.map(clearAri)).mean;
      for (const epsilon of EPSILONS) {
        const found: number[] = [];
        for (const [i, data] of all.entries()) found.push(await shapeAri(data, epsilon, seeds[i]!));
        const ours = meanAndDeviation(found);
        cells.push({
          work,
          people,
          epsilon,
          measure: "ARI",
          clear,
          ours,
          lost: clear - ours.mean,
          most: MOST_LOST,
        });
      }
    }
    note(`thin line, ${people} …`);
    for (const epsilon of EPSILONS) cells.push(await lineCell(people, epsilon, seeds));
  }
  return {
    title: `Shapes: density clusters compared with DBSCAN in the clear, and ${LINE_GROUPS} groups along a thin line`,
    lines: [
      textTable(
        ["points", "n", "ε", "measure", "Sedge", "in clear", "lost", ""],
        cells.map(({ work, people, epsilon, measure, clear, ours, lost, most }) => [
          work,
          String(people),
          String(epsilon),
          measure,
          `${ours.mean.toPrecision(3)} ± ${ours.deviation.toPrecision(2)}`,
          clear.toPrecision(3),
          lost.toFixed(3),
          lost > most ? "✗" : "",
        ]),
        ["left", "right", "right", "left", "right", "right", "right", "left"],
      ),
      "In clear: DBSCAN at the best of five radii, chosen by the truth; k-means over all points. Bounds 0 to 100; those of the line are estimated.",
      `✗: more than ${MOST_LOST} of ARI, or ${MOST_LINE_LOST} of the inertia, is lost.`,
    ],
    aims: cells.map(({ work, people, epsilon, lost, most }) => ({
      name: `${work}, n ${people}, ε ${epsilon}: lost compared with clear`,
      value: lost,
      most,
      unit: "",
    })),
    json: {
      shapes: cells.map(({ ours, ...cell }) => ({ ...cell, mean: ours.mean, deviation: ours.deviation })),
    },
  };
}

async function shapeAri({ points, truth, box }: ShapeData, epsilon: number, seed: number): Promise<number> {
  const counted = await countShapes(sumsPanel(points, noiseSources(seed)), {
    rho: rhoOf(epsilon, truth.length ** -1.5),
    box,
    features: FEATURES,
  });
  return adjustedRandIndex(shapeClusters(counted).labelsOf(points), truth);
}

async function lineCell(people: number, epsilon: number, seeds: readonly number[]): Promise<Cell> {
  const inertias: number[] = [];
  const clears: number[] = [];
  for (const seed of seeds) {
    const { points } = thinLine(people, seed);
    const rho = rhoOf(epsilon, people ** -1.5);
    const sources = noiseSources(seed);
    const bounds = await privateBounds(points.coordinates, points.d, rho * BOUNDS_SHARE, (numbers) =>
      sumsPanel({ d: 1, coordinates: numbers }, sources),
    );
    const learnt = await learnClusters(sumsPanel(points, sources), {
      k: LINE_GROUPS,
      rho: rho - bounds.rho,
      box: bounds.box,
      features: FEATURES,
      random: randomFrom(seed),
    });
    inertias.push(assign(points, learnt.centres).inertia);
    clears.push(kMeans(points, LINE_GROUPS, randomFrom(1), { restarts: RESTARTS }).inertia);
  }
  const ours = meanAndDeviation(inertias);
  const clear = meanAndDeviation(clears).mean;
  return {
    work: "thin line",
    people,
    epsilon,
    measure: "inertia",
    clear,
    ours,
    lost: ours.mean / clear - 1,
    most: MOST_LINE_LOST,
  };
}
