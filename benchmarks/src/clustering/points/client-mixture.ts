import { simulatedDevices } from "@sedge/research/span";
import { type NoiseSources, sumsPanel } from "@sedge/cli/cluster-panels";
import { normal, type Random, randomFrom } from "@sedge/models/random";
import type { PointData } from "./point-data.ts";

/** FedDP-KMeans' mixture: centres uniform in the unit cube, spherical normal clouds, points assigned to clients at random. */
const MIXTURE = { k: 10, d: 100, variance: 0.5, clients: 2_000, pointsAClient: 50 } as const;

export const MIXTURE_CLIENTS = MIXTURE.clients;

/** The points of all clients, grouped by client. The box is that of the centres. */
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

/** The clients, with one vote each per round. */
export function clientDevices({ points }: PointData, sources: NoiseSources, random: Random) {
  return simulatedDevices(
    { ...points, pointsEach: MIXTURE.pointsAClient },
    (votes) => sumsPanel(votes, sources),
    random,
  );
}
