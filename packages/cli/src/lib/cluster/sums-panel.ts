import { voter } from "@sedge/features/vote";
import type { RoundNoise } from "@sedge/privacy/accountant";
import { drawNoise, type VoteSums } from "@sedge/privacy/contribution";
import { type Measurement, shapeOfMeasurement } from "@sedge/protocol";
import type { NoiseSources } from "./noise-sources.ts";

/** Points in one array: `d` coordinates of the first, then of the second, and so on. Each point is one device. */
export interface DevicePoints {
  readonly d: number;
  readonly coordinates: Float64Array;
}

/**
 * One device per point, with votes added up directly: what both operators would publish, without shares and proofs. The
 * noise is drawn as each operator draws it, so that with the same sources a round equals that of `fullPanel` to the
 * last bit.
 */
export function sumsPanel({ d, coordinates }: DevicePoints, sources: NoiseSources) {
  const people = coordinates.length / d;
  return {
    people,
    ask: async (measurement: Measurement, noise: RoundNoise): Promise<VoteSums> => {
      const shape = shapeOfMeasurement(measurement);
      const voteAt = voter(measurement);
      const counts = new Float64Array(shape.cells);
      const sums = new Float64Array(shape.cells * shape.coordinates);
      for (let person = 0; person < people; person += 1) {
        const { cell, values } = voteAt(coordinates, person * d);
        counts[cell] = (counts[cell] ?? 0) + 1;
        const from = cell * shape.coordinates;
        for (let i = 0; i < shape.coordinates; i += 1) sums[from + i] = (sums[from + i] ?? 0) + (values[i] ?? 0);
      }
      const ofEdge = drawNoise(shape, noise, sources.edge);
      const ofAggregator = drawNoise(shape, noise, sources.aggregator);
      const opened = [...counts, ...sums].map(
        (sum, index) => sum + Number((ofEdge[index] ?? 0n) + (ofAggregator[index] ?? 0n)),
      );
      return { counts: opened.slice(0, shape.cells), sums: opened.slice(shape.cells) };
    },
  };
}
