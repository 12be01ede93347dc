/** Targets and published figures of a data set, 0 to 1; null if there is none. */
export interface LinkageYardstick {
  readonly set: string;
  /** Target pairwise F1 and B³ F1. */
  readonly pairF1: number | null;
  readonly b3F1: number | null;
  readonly peers: readonly LinkagePeer[];
}

/** Figures of another linker, which sees names in clear. */
export interface LinkagePeer {
  readonly name: string;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly pairF1: number;
  readonly b3F1: number | null;
}

/** Maximum F1 difference between clear-text and private linkage. */
export const MOST_PRIVACY_COST = 0.01;
/** Maximum share of given names that a thief reads from token records with other people's statistics. */
export const MOST_NAMES_READ = 0.15;
/** Target seconds to link a million records, without the PRF. */
export const MOST_MILLION_SECONDS = 600;
/** Slowest p95 of linking one new record ÷ the fastest, over edges of ten thousand to a million profiles. */
export const MOST_LIVE_RATIO = 1.5;

const peer = (
  name: string,
  precision: number | null,
  recall: number | null,
  pairF1: number,
  b3F1: number | null = null,
): LinkagePeer => ({ name, precision, recall, pairF1, b3F1 });

/** Reference figures. Peers' figures are from their authors or a third party; none was measured here. */
export const LINKAGE_YARDSTICKS: readonly LinkageYardstick[] = [
  {
    set: "historical_50k",
    pairF1: 0.83,
    b3F1: 0.87,
    peers: [
      peer("GoldenMatch, a third party's harness", 0.903, 0.763, 0.827, 0.862),
      peer("Splink, the same harness", 0.966, 0.623, 0.757, 0.788),
      peer("Splink, its own notebook", 0.975, 0.434, 0.6),
    ],
  },
  { set: "febrl3", pairF1: 0.995, b3F1: null, peers: [peer("Splink, its own notebook", 0.998, 0.993, 0.995)] },
  {
    set: "febrl4",
    pairF1: 0.999,
    b3F1: null,
    peers: [
      peer("Splink (.9998 of pairs, 1 false)", null, 0.9998, 0.9998),
      peer("anonlink CLK, private, without the security number", 1, 0.992, 0.996),
    ],
  },
  { set: "fake_1000", pairF1: 0.87, b3F1: null, peers: [peer("Splink", 0.964, 0.779, 0.862)] },
  { set: "channels 1–5", pairF1: null, b3F1: null, peers: [] },
];

/** The reference figures of a data set. */
export function linkageYardstick(set: string): LinkageYardstick | undefined {
  return LINKAGE_YARDSTICKS.find((yardstick) => yardstick.set === set);
}
