import type { Centres } from "@sedge/clustering/k-means";
import { csvLine } from "@sedge/connector/rows";

/** Digits of a coordinate; further digits would be noise. */
const DIGITS = 8;

/** CSV of the centres: one line each, with the rounded number of people. */
export function centresFile(
  features: readonly string[],
  { d, coordinates }: Centres,
  counts: ArrayLike<number>,
): string {
  const lines = Array.from(counts, (count, cluster) => {
    const centre = coordinates.subarray(cluster * d, (cluster + 1) * d);
    return csvLine([
      ...Array.from(centre, (value) => String(Number(value.toPrecision(DIGITS)))),
      String(Math.round(count)),
    ]);
  });
  return [csvLine([...features, "people"]), ...lines, ""].join("\n");
}
