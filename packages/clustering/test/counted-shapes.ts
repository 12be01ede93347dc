import { normal, seededRandom } from "../src/lib/random/seeded-random.ts";
import type { WeightedCells } from "../src/lib/density/weighted-cells.ts";

/** People of known shapes, counted in the cells of a grid, with noise. For tests. */
export interface CountedShape {
  readonly cells: WeightedCells;
  /** Side of a cell. */
  readonly step: number;
  /** People of each shape in each cell. */
  readonly truth: readonly (readonly number[])[];
  readonly noise: readonly number[];
}

const SIDE = 32;
const NOISE = 10;

/** Two bars in an L and a disc, 30,000 people. */
export function lsun(seed: number): CountedShape {
  const random = seededRandom(seed);
  return counted(
    Array.from({ length: 30_000 }, (_, i) => {
      const [a, b] = [random(), random()];
      if (i % 3 === 0) return { shape: 0, x: 0.1 + 0.12 * a, y: 0.1 + 0.75 * b };
      if (i % 3 === 1) return { shape: 1, x: 0.35 + 0.55 * a, y: 0.1 + 0.12 * b };
      const [r, angle] = [0.17 * Math.sqrt(a), 2 * Math.PI * b];
      return { shape: 2, x: 0.65 + r * Math.cos(angle), y: 0.65 + r * Math.sin(angle) };
    }),
    random,
  );
}

/** Two arms of a spiral, 40,000 people. */
export function spirals(seed: number): CountedShape {
  const random = seededRandom(seed);
  return counted(
    Array.from({ length: 40_000 }, (_, i) => {
      const shape = i % 2;
      const t = Math.sqrt(0.1 + 0.9 * random());
      const [r, angle] = [0.44 * t, 4.5 * t + Math.PI * shape];
      const jitter = () => 0.03 * (random() - 0.5);
      return { shape, x: 0.5 + r * Math.cos(angle) + jitter(), y: 0.5 + r * Math.sin(angle) + jitter() };
    }),
    random,
  );
}

function counted(people: readonly { shape: number; x: number; y: number }[], random: () => number): CountedShape {
  const step = 1 / SIDE;
  const truth = Array.from({ length: SIDE * SIDE }, () => [0, 0, 0]);
  for (const { shape, x, y } of people) truth[Math.floor(y * SIDE) * SIDE + Math.floor(x * SIDE)]![shape]! += 1;
  const noise = truth.map(() => Math.round(NOISE * normal(random)));
  const points = truth.map((_, i) => [((i % SIDE) + 0.5) * step, (Math.floor(i / SIDE) + 0.5) * step]);
  const weights = truth.map((shapes, i) => shapes.reduce((sum, people) => sum + people, 0) + noise[i]!);
  return { cells: { points, weights, weightStdDev: NOISE }, step, truth, noise };
}

/** Share of people whose cell has the label that most of their shape have, no label serving two shapes. */
export function samePartition({ truth }: CountedShape, labels: readonly number[]): number {
  const tables = new Map<number, number[]>();
  truth.forEach((shapes, i) => {
    const table = tables.get(labels[i]!) ?? [0, 0, 0];
    shapes.forEach((people, shape) => (table[shape]! += people));
    tables.set(labels[i]!, table);
  });
  const all = truth.flat().reduce((sum, people) => sum + people, 0);
  const taken = new Set<number>();
  const right = [0, 1, 2].reduce((sum, shape) => {
    const best = [...tables]
      .filter(([label]) => label >= 0 && !taken.has(label))
      .toSorted((a, b) => b[1][shape]! - a[1][shape]!)[0];
    if (!best) return sum;
    taken.add(best[0]);
    return sum + best[1][shape]!;
  }, 0);
  return right / all;
}
