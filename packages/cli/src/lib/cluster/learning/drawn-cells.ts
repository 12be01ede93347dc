import { type Centres, kMeans } from "@sedge/clustering/k-means";
import { type Box, intoBox } from "./box.ts";
import { normal } from "@sedge/clustering/random";
import type { Outline } from "./outline.ts";

const DRAWS_A_CELL = 4;

/**
 * Draws `count` public cells where people may be: the means of clustered random points. `evenShare` of the points are
 * uniform over the box, the others come from a round cloud like the outline.
 */
export function drawnCells(
  box: Box,
  outline: Outline,
  count: number,
  evenShare: number,
  random: () => number,
): Centres {
  const d = outline.mean.length;
  const draws = count * DRAWS_A_CELL;
  const coordinates = new Float64Array(draws * d);
  const deviation = Math.sqrt(outline.variance / d);
  for (let p = 0; p < draws; p++) {
    const isEven = p < draws * evenShare;
    for (let i = 0; i < d; i++) {
      const side = box.upper[i]! - box.lower[i]!;
      coordinates[p * d + i] = isEven ? box.lower[i]! + side * random() : outline.mean[i]! + deviation * normal(random);
    }
    intoBox(box, coordinates, p * d);
  }
  return kMeans({ d, coordinates }, count, random, { restarts: 1, steps: 3 }).centres;
}
