/** What is known of a data set: aims, and what others reach on it. 0 to 1; null where there is none. */
export interface LinkageYardstick {
  readonly set: string;
  /** Least pairwise F1 and B³ F1 that is aimed at. */
  readonly pairF1: number | null;
  readonly b3F1: number | null;
  readonly peers: readonly LinkagePeer[];
}

/** Another linker's figures, which sees names in clear. */
export interface LinkagePeer {
  readonly name: string;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly pairF1: number;
  readonly b3F1: number | null;
}

/** Most that the private arm may be below the clear-text arm, in F1. */
export const MOST_PRIVACY_COST = 0.01;
/** Seconds within which a million records are to be linked, the PRF's time apart. */
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

/** The yardsticks; the peers' figures are their authors' or a third party's, none was run here. */
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

/** The yardstick of a data set. */
export function linkageYardstick(set: string): LinkageYardstick | undefined {
  return LINKAGE_YARDSTICKS.find((yardstick) => yardstick.set === set);
}
