import { highestIdIn, measurementFor, nextCodebook, type RoundSums } from "@sedge/clustering/codebook";
import type { Random } from "@sedge/models/random";
import type { ClusterAlgorithm, Codebook, GenerationReport } from "@sedge/protocol";
import { countStdDevOf, simulatedRound } from "./simulated-round.ts";

export interface LoopOptions {
  /** The cost of each round for each person in it. */
  readonly rho: number;
  readonly minPeople: number;
  readonly algorithm?: ClusterAlgorithm;
  readonly clusters?: number;
}

export interface Generation {
  readonly codebook: Codebook;
  /** Undefined for the first codebook, and for a refused round. */
  readonly report?: GenerationReport;
  readonly refusal?: string;
}

/** A site's learning loop: one round and one generation per list of people, starting with a first codebook. */
export function learntGenerations(
  first: Codebook,
  rounds: readonly (readonly (readonly number[])[])[],
  options: LoopOptions,
  random: Random,
): Generation[] {
  const { rho, minPeople } = options;
  const generations: Generation[] = [{ codebook: first }];
  let highestId = highestIdIn(first);
  let last: RoundSums | undefined;
  let explore = true;
  for (const people of rounds) {
    const { codebook } = generations.at(-1)!;
    const measurement = measurementFor(codebook, {
      minPeople,
      countStdDev: rho === Infinity ? 0 : countStdDevOf(rho),
      explore,
    });
    const round = simulatedRound(measurement, people, rho, random);
    const made = nextCodebook({
      codebook,
      round,
      last,
      highestId,
      minPeople,
      algorithm: options.algorithm ?? "kmeans",
      clusters: options.clusters ?? codebook.clusters.length,
    });
    last = round;
    if (made.result === "refused") {
      generations.push({ codebook, refusal: made.reason });
      continue;
    }
    generations.push({ codebook: made.codebook, report: made.report });
    highestId = made.report.highestId;
    explore = made.report.next === "explore";
  }
  return generations;
}
