import { assign, type PointSet } from "@sedge/clustering/k-means";
import type { Panel } from "@sedge/cli/learner";
import type { Devices, Summary } from "./devices.ts";

/** Points of many people, one person's after the other's, each with as many. */
export interface DevicePoints extends PointSet {
  readonly pointsEach: number;
}

/**
 * Simulated devices: each computes its summary, and votes with that as a panel's person does with its one point.
 *
 * @param panelOf - The voters, by the coordinates that each may vote with. Rewritten for each round.
 * @param random - Numbers in [0, 1), by which a person chooses the point to vote for.
 */
export function simulatedDevices(
  points: DevicePoints,
  panelOf: (votes: PointSet) => Panel,
  random: () => number,
): Devices {
  const { d, coordinates, pointsEach } = points;
  return {
    people: coordinates.length / d / pointsEach,
    pointsEach,
    summarised: (summary) =>
      summary.kind === "place"
        ? placePanel(points, summary, panelOf, random)
        : panelOf(summary.kind === "square" ? meanSquares(points, summary) : products(points, summary)),
  };
}

function meanSquares({ d, coordinates, pointsEach }: DevicePoints, { origin }: Summary): PointSet {
  const squares = new Float64Array(coordinates.length / d / pointsEach);
  coordinates.forEach((value, at) => {
    squares[Math.floor(at / d / pointsEach)]! += (value - origin[at % d]!) ** 2 / d / pointsEach;
  });
  return { d: 1, coordinates: squares };
}

function products(
  { d, coordinates, pointsEach }: DevicePoints,
  { origin, direction, level }: Extract<Summary, { kind: "product" }>,
): PointSet {
  const sums = new Float64Array(coordinates.length / pointsEach);
  for (let at = 0; at < sums.length; at++) sums[at]! -= level * direction[at % d]!;
  for (let point = 0; point < coordinates.length / d; point++) {
    const to = Math.floor(point / pointsEach) * d;
    let weight = 0;
    for (let i = 0; i < d; i++) weight += (coordinates[point * d + i]! - origin[i]!) * direction[i]!;
    weight /= pointsEach;
    for (let i = 0; i < d; i++) sums[to + i]! += (coordinates[point * d + i]! - origin[i]!) * weight;
  }
  return { d, coordinates: sums };
}

/**
 * The mean of a person's points in the drawn point's cell is in the same cell, has the same expectation, and varies far
 * less.
 */
function placePanel(
  points: DevicePoints,
  { origin, directions }: Extract<Summary, { kind: "place" }>,
  panelOf: (votes: PointSet) => Panel,
  random: () => number,
): Panel {
  const { pointsEach } = points;
  const d = directions.length;
  const people = points.coordinates.length / points.d / pointsEach;
  const coordinates = Float64Array.from({ length: people * pointsEach * d }, (_, at) => {
    const from = Math.floor(at / d) * points.d;
    return directions[at % d]!.reduce((sum, value, i) => sum + value * (points.coordinates[from + i]! - origin[i]!), 0);
  });
  const means = new Float64Array(people * d);
  const panel = panelOf({ d, coordinates: means });
  return {
    people,
    ask: (measurement, noise) => {
      const { labels } = assign({ d, coordinates }, { d, coordinates: Float64Array.from(measurement.centres.flat()) });
      for (let person = 0; person < people; person++) {
        const first = person * pointsEach;
        const cell = labels[first + Math.floor(random() * pointsEach)];
        const group = Array.from({ length: pointsEach }, (_, own) => first + own).filter((own) => labels[own] === cell);
        for (let i = 0; i < d; i++) {
          means[person * d + i] = group.reduce((sum, own) => sum + coordinates[own * d + i]!, 0) / group.length;
        }
      }
      return panel.ask(measurement, noise);
    },
  };
}
