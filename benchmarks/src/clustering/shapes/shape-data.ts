import type { Box } from "@sedge/cli/learner";
import type { PointSet } from "@sedge/clustering/k-means";
import { normal, type Random, randomFrom } from "@sedge/models/random";

/** Points of shapes that are not round, with the shape of each; -1 for scattered points. */
export interface ShapeData {
  readonly points: PointSet;
  readonly truth: Int32Array;
  readonly box: Box;
}

/** Draws one point of a shape: its place, and the number of its shape. */
type Draw = (random: Random) => readonly [x: number, y: number, shape: number];

const turn = 2 * Math.PI;

/** Three rings in each other. */
const rings: Draw = (random) => {
  const shape = Math.floor(random() * 6) < 1 ? 0 : Math.floor(random() * 5) < 2 ? 1 : 2;
  const angle = turn * random();
  const radius = 12 + 14 * shape + 0.9 * normal(random);
  return [50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle), shape];
};

/** Parallel bars that lean. */
const stripes: Draw = (random) => {
  const shape = Math.floor(random() * 5);
  const along = 80 * random();
  return [10 + 14 * shape + along * 0.15 + 5 * random(), 10 + along, shape];
};

/** Two half circles, one in the other. */
const arcs: Draw = (random) => {
  const shape = random() < 0.5 ? 0 : 1;
  const angle = Math.PI * random();
  const [x, y] = shape === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
  return [37 + 27 * x + 1.6 * normal(random), 42 + 27 * y + 1.6 * normal(random), shape];
};

/** Two arms of a spiral. */
const spirals: Draw = (random) => {
  const shape = random() < 0.5 ? 0 : 1;
  const t = Math.sqrt(0.05 + 0.95 * random());
  const angle = 9 * t + Math.PI * shape;
  return [
    50 + 44 * t * Math.cos(angle) + 0.8 * normal(random),
    50 + 44 * t * Math.sin(angle) + 0.8 * normal(random),
    shape,
  ];
};

/** Shapes of different forms and densities among scattered points, as Chameleon's sets have them. */
const chameleon: Draw = (random) => {
  const pick = random();
  if (pick < 0.08) return [100 * random(), 100 * random(), -1];
  const [a, b] = [random(), random()];
  if (pick < 0.24) return [8 + 10 * a, 8 + 60 * b, 0];
  if (pick < 0.4) return [26 + 40 * a, 8 + 10 * b, 1];
  if (pick < 0.6) return [26 + 66 * a, 46 + 9 * Math.sin(a * 9) + 5 * b, 2];
  if (pick < 0.75) {
    const [angle, radius] = [turn * a, 12 * Math.sqrt(b)];
    return [82 + radius * Math.cos(angle), 20 + radius * Math.sin(angle), 3];
  }
  if (pick < 0.87) {
    const [angle, radius] = [turn * a, 10 + 2.5 * b];
    return [24 + radius * Math.cos(angle), 84 + radius * Math.sin(angle), 4];
  }
  return [48 + 42 * a, 74 + 8 * a + 7 * b, 5];
};

/** A ring with a disc in it, arcs, bars and a cloud of other densities. */
const mixed: Draw = (random) => {
  const pick = random();
  const [a, b] = [random(), random()];
  if (pick < 0.25) {
    const [angle, radius] = [turn * a, 16 + 3 * b];
    return [25 + radius * Math.cos(angle), 72 + radius * Math.sin(angle), 0];
  }
  if (pick < 0.35) {
    const [angle, radius] = [turn * a, 7 * Math.sqrt(b)];
    return [25 + radius * Math.cos(angle), 72 + radius * Math.sin(angle), 1];
  }
  if (pick < 0.55) return [12 + 40 * a, 12 + 40 * a * 0.3 + 5 * b, 2];
  if (pick < 0.75) return [12 + 40 * a, 24 + 40 * a * 0.3 + 5 * b, 3];
  if (pick < 0.9) {
    const angle = Math.PI * (a - 0.5);
    return [62 + 22 * Math.cos(angle) + normal(random), 66 + 22 * Math.sin(angle) + normal(random), 4];
  }
  return [82 + 4 * normal(random), 20 + 4 * normal(random), 5];
};

export const SHAPES: Readonly<Record<string, Draw>> = { rings, stripes, arcs, spirals, chameleon, mixed };

/** `people` points of a kind of shapes. */
export function shapeData(draw: Draw, people: number, seed: number): ShapeData {
  const random = randomFrom(seed);
  const coordinates = new Float64Array(2 * people);
  const truth = new Int32Array(people);
  for (let p = 0; p < people; p++) {
    const [x, y, shape] = draw(random);
    coordinates.set([x, y], 2 * p);
    truth[p] = shape;
  }
  return { points: { d: 2, coordinates }, truth, box: { lower: [0, 0], upper: [100, 100] } };
}

/** Groups along a line that is a thousand times as long as wide. */
export const LINE_GROUPS = 100;

/** `people` points in {@link LINE_GROUPS} round groups along a thin line. */
export function thinLine(people: number, seed: number): ShapeData {
  const random = randomFrom(seed);
  const coordinates = new Float64Array(2 * people);
  const truth = new Int32Array(people);
  for (let p = 0; p < people; p++) {
    const group = Math.floor(random() * LINE_GROUPS);
    coordinates.set([group + 0.5 + 0.1 * normal(random), 0.1 + 0.01 * normal(random)], 2 * p);
    truth[p] = group;
  }
  return { points: { d: 2, coordinates }, truth, box: { lower: [0, 0], upper: [LINE_GROUPS, LINE_GROUPS] } };
}
