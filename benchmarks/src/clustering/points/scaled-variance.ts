import { assign, type Centres, type PointSet } from "@sedge/clustering/k-means";

/**
 * FastLloyd's measure: the mean squared distance to the nearest centre after each feature is scaled to [-1, 1] by the minimum and
 * maximum of the points. Only for measuring: nothing is learnt in this scale.
 */
export function scaledVariance(points: PointSet, centres: Centres): number {
  const { d, coordinates } = points;
  const least = new Float64Array(d).fill(Infinity);
  const most = new Float64Array(d).fill(-Infinity);
  coordinates.forEach((value, at) => {
    least[at % d] = Math.min(least[at % d]!, value);
    most[at % d] = Math.max(most[at % d]!, value);
  });
  const scaled = (values: Float64Array) =>
    values.map((value, at) => {
      const range = most[at % d]! - least[at % d]!;
      return range > 0 ? (2 * (value - least[at % d]!)) / range - 1 : 0;
    });
  const inScale = { d, coordinates: scaled(coordinates) };
  return assign(inScale, { d, coordinates: scaled(centres.coordinates) }).inertia / (coordinates.length / d);
}
