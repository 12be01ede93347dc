import { figure } from "../report/figure.ts";
import type { LinkageResult } from "./linkage-bench.ts";
import {
  linkageYardstick,
  MOST_LIVE_RATIO,
  MOST_MILLION_SECONDS,
  MOST_NAMES_READ,
  MOST_PRIVACY_COST,
} from "./yardsticks.ts";

/** A target and whether it was met. */
export interface LinkageAim {
  readonly name: string;
  readonly value: string;
  readonly wanted: string;
  readonly isMet: boolean;
}

const atLeast = (name: string, value: number | null, least: number): LinkageAim => ({
  name,
  value: value === null ? "–" : value.toFixed(4),
  wanted: `at least ${least}`,
  isMet: value !== null && value >= least,
});

const atMost = (name: string, value: number, most: number): LinkageAim => ({
  name,
  value: figure(value),
  wanted: `at most ${most}`,
  isMet: value <= most,
});

function ratioOf(live: LinkageResult["live"]): number {
  const times = live.map(({ p95Ms }) => p95Ms);
  return Math.max(...times) / Math.min(...times);
}

/** The targets of every measured part. */
export function linkageAims({ sets, speed, live, dictionary, prf, structure }: LinkageResult): LinkageAim[] {
  return [
    ...sets.flatMap(({ set, private: ours, clear }) => {
      const { pairF1 = null, b3F1 = null } = linkageYardstick(set) ?? {};
      const cost = (clear.pairF1 ?? 0) - (ours.pairF1 ?? 0);
      return [
        ...(pairF1 === null ? [] : [atLeast(`${set}, pairwise F1`, ours.pairF1, pairF1)]),
        ...(b3F1 === null ? [] : [atLeast(`${set}, B³ F1`, ours.b3F1, b3F1)]),
        atMost(`${set}, F1 below the clear text's`, Math.max(0, cost), MOST_PRIVACY_COST),
      ];
    }),
    ...prf.map(({ set, isSameAsKeyed }) => ({
      name: `${set}, through the real PRF`,
      value: isSameAsKeyed ? "the same profiles" : "other profiles",
      wanted: "the same profiles as with the keyed hash",
      isMet: isSameAsKeyed,
    })),
    ...(speed ? [atMost("a million records, s", speed.seconds, MOST_MILLION_SECONDS)] : []),
    // Most new records belong to people in the files. If the edge did not find them, its times would be meaningless.
    ...live.map(({ profiles, edges }) => atLeast(`live link among ${profiles} profiles, edges per record`, edges, 0.2)),
    ...(live.length > 1
      ? [atMost("live link, slowest p95 ÷ fastest over the sizes", ratioOf(live), MOST_LIVE_RATIO)]
      : []),
    ...structure
      .filter(({ statistics }) => statistics === "others")
      .map(({ set, strongest }) =>
        atMost(`${set}, given names read with other people's statistics`, strongest, MOST_NAMES_READ),
      ),
    ...(dictionary
      ? [atMost("e-mails found without both keys", dictionary.foundWithoutKeys + dictionary.foundWithOneKey, 0)]
      : []),
  ];
}
