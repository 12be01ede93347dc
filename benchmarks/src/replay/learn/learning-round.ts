import { Codebook, Manifest } from "@sedge/protocol";
import { type Operators, orderRound, roundsOf } from "@sedge/testbed";
import * as v from "valibot";
import { type LiveRound, readRound } from "../../clustering/scale/live-devices.ts";
import type { PublishedClusters } from "./learning-figures.ts";

const SITE = "demo";
/** What a device allows itself in four weeks: at less, more people are needed for a generation that is better than the last. */
const EPSILON = 2;
const SPREAD_SECONDS = 2;
const ROUND_SECONDS = 6 * 3_600;
const POLL_MS = 500;
const PATIENCE_MS = 240_000;

const wait = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));

/** Opens the round that all visits contribute to. @param minPeople - Fewer counted ones, and it is not opened. */
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
  if (!opened) throw new Error("The edge has opened no round.");
  return readRound(operators.edgeUrl, SITE, opened.round);
}

/** The clusters that the edge serves now. */
export async function servedClusters(edgeUrl: string): Promise<PublishedClusters> {
  const site = `${edgeUrl}/v1/sites/${SITE}`;
  const { codebook } = v.parse(Manifest, await (await fetch(`${site}/manifest`)).json());
  const { clusters, generation } = v.parse(
    Codebook,
    await (await fetch(`${site}/codebooks/${codebook.sha256}`)).json(),
  );
  return { generation, people: Object.fromEntries(clusters.map(({ id, count }) => [id, Math.round(count)])) };
}

/** How a round has ended. */
export interface EndedRound {
  /** `published`, or why it was abandoned. */
  readonly end: string;
  readonly generation: number | null;
  /** What both operators have counted. */
  readonly counted: number | null;
  /** What their check has refused. */
  readonly refused: number;
  readonly seconds: number;
}

/** Waits until both have checked all that was received, closes the round, and waits for its end. Throws if there is none. */
export async function closeLearningRound(operators: Operators): Promise<EndedRound> {
  const latest = async () => (await roundsOf(operators)).rounds[0];
  const startedAt = performance.now();
  const mayWait = () => {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error("The round has not ended in time.");
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
