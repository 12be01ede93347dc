import { assign } from "@sedge/clustering/k-means";
import type { Panel } from "@sedge/clustering/learner";
import { type NoiseSources, sumsPanel } from "@sedge/connector/cluster-panels";
import { normal, type Random, randomFrom } from "@sedge/models/random";
import type { PointData } from "./point-data.ts";

/** FedDP-KMeans' mixture: centres drawn evenly from the unit cube, round normal clouds, points dealt to clients at random. */
const MIXTURE = { k: 10, d: 100, variance: 0.5, clients: 2_000, pointsAClient: 50 } as const;

export const MIXTURE_CLIENTS = MIXTURE.clients;

/** The points of all clients, one client's after the other's. The box is that of the centres. */
export function clientMixture(seed: number): PointData {
  const { k, d, variance, clients, pointsAClient } = MIXTURE;
  const random = randomFrom(seed);
  const centres = Float64Array.from({ length: k * d }, () => random());
  const truth = Int32Array.from({ length: clients * pointsAClient }, () => Math.floor(random() * k));
  const deviation = Math.sqrt(variance);
  const coordinates = Float64Array.from(
    { length: truth.length * d },
    (_, at) => centres[truth[Math.floor(at / d)]! * d + (at % d)]! + deviation * normal(random),
  );
  const side = (value: number) => Array.from({ length: d }, () => value);
  return { name: "client mixture", points: { d, coordinates }, truth, k, box: { lower: side(0), upper: side(1) } };
}

/**
 * One vote a client a round: it draws one of its points, and votes with the mean of all its points in that one's cell. That lies in the
 * same cell, has the same expectation as the point, and far less variance.
 */
export function clientPanel({ points }: PointData, sources: NoiseSources, random: Random): Panel {
  const { clients, pointsAClient } = MIXTURE;
  const { d, coordinates } = points;
  const means = new Float64Array(clients * d);
  const panel = sumsPanel({ d, coordinates: means }, sources);
  return {
    people: clients,
    ask: (measurement, noise) => {
      const centres = { d, coordinates: Float64Array.from(measurement.centres.flat()) };
      for (let client = 0; client < clients; client++) {
        const from = client * pointsAClient * d;
        const own = coordinates.subarray(from, from + pointsAClient * d);
        const { labels } = assign({ d, coordinates: own }, centres);
        const cell = labels[Math.floor(random() * pointsAClient)];
        const group = Array.from(labels.keys()).filter((point) => labels[point] === cell);
        for (let i = 0; i < d; i++) {
          means[client * d + i] = group.reduce((sum, point) => sum + own[point * d + i]!, 0) / group.length;
        }
      }
      return panel.ask(measurement, noise);
    },
  };
}
