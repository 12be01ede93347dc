import type { ClusterAlgorithm, Codebook } from "@sedge/protocol";
import type { IntentModel } from "../card/expected-intents.ts";
import type { RoundSums } from "./round-sums.ts";

/** What the next generation of a codebook is made from, and how. */
export interface NextCodebookOptions {
  /** The generation that the round was measured on. */
  readonly codebook: Codebook;
  readonly round: RoundSums;
  /** The round before it: where it asked the same, the two show drift. */
  readonly last?: RoundSums | undefined;
  /** Highest number that a cluster id of the site ever had: the last report's, or `highestIdIn` the prior. */
  readonly highestId: number;
  /** k: people that a cell needs before a device names it. */
  readonly minPeople: number;
  readonly algorithm: ClusterAlgorithm;
  /** Most clusters; as many as the last generation has where not given. */
  readonly clusters?: number;
  /** Features of which none may mainly define a cluster. */
  readonly sensitiveFeatures?: readonly string[];
  /** Model of a visit's next step, for the cards; without it they have no intents. */
  readonly intents?: IntentModel;
  /** What k-means' seeds are drawn by; the same seed gives the same codebook. */
  readonly seed?: number;
}
