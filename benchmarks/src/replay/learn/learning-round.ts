import { Codebook, Manifest } from "@sedge/protocol";
import { type Operators, orderRound, roundsOf } from "@sedge/testbed";
import * as v from "valibot";
import { type LiveRound, readRound } from "../../clustering/scale/live-devices.ts";
import type { PublishedClusters } from "./learning-figures.ts";

const SITE = "demo";
/** A device's budget for four weeks. With less, a better generation needs more people. */
const EPSILON = 2;
const SPREAD_SECONDS = 2;
const ROUND_SECONDS = 6 * 3_600;
const POLL_MS = 500;
const PATIENCE_MS = 240_000;

const wait = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));

/** Opens the round for all visits. @param minPeople - Minimum number of counted people to open the sums. */
export async function openLearningRound(operators: Operators, minPeople: number): Promise<LiveRound> {
  const { rounds } = await orderRound(operators, {
    action: "open",
    epsilon: EPSILON,
    minPeople,
    seconds: ROUND_SECONDS,
    spreadSeconds: SPREAD_SECONDS,
    algorithm: "kmeans",
  });
  const [opened] = rounds;
  if (!opened) throw new Error("The edge did not open a round.");
  return readRound(operators.edgeUrl, SITE, opened.round);
}

/** The clusters that the edge currently serves. */
export async function servedClusters(edgeUrl: string): Promise<PublishedClusters> {
  const site = `${edgeUrl}/v1/sites/${SITE}`;
  const { codebook } = v.parse(Manifest, await (await fetch(`${site}/manifest`)).json());
  const { clusters, generation } = v.parse(
    Codebook,
    await (await fetch(`${site}/codebooks/${codebook.sha256}`)).json(),
  );
  return { generation, people: Object.fromEntries(clusters.map(({ id, count }) => [id, Math.round(count)])) };
}

/** The end of a round. */
export interface EndedRound {
  /** `published`, or the reason why it was abandoned. */
  readonly end: string;
  readonly generation: number | null;
  /** Contributions counted by both operators. */
  readonly counted: number | null;
  /** Contributions refused by their check. */
  readonly refused: number;
  readonly seconds: number;
}

/** Waits until both have checked all contributions, closes the round, and waits for its end. Throws after a timeout. */
export async function closeLearningRound(operators: Operators): Promise<EndedRound> {
  const latest = async () => (await roundsOf(operators)).rounds[0];
  const startedAt = performance.now();
  const mayWait = () => {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error("The round did not end in time.");
  };
  let reports = (await latest())?.reports;
  for (; reports && reports.waiting > 0; reports = (await latest())?.reports) {
    mayWait();
    await wait();
  }
  const closedAt = performance.now();
  await orderRound(operators, { action: "close" });
  for (;;) {
    mayWait();
    const round = await latest();
    if (round?.end) {
      const { end } = round;
      return {
        end: end.state === "published" ? "published" : end.reason,
        generation: end.state === "published" ? end.generation : null,
        counted: round.people,
        refused: reports?.refused ?? 0,
        seconds: (performance.now() - closedAt) / 1_000,
      };
    }
    await wait();
  }
}
