import type { ClusterId, Codebook } from "@sedge/protocol";

/** The id that a person goes by, and since when. Plain JSON, good to store. */
export interface HeldCluster {
  readonly clusterId: ClusterId;
  /**
   * Number of the period, of `refreshWeeks` each, since 1970: the same for everyone, so that the time of a change
   * reveals nothing.
   */
  readonly period: number;
  /** When the visit began that the id was found in, in milliseconds since 1970. */
  readonly sessionStartedAt: number;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;
/** A person's ids are watched for so long: what `refreshWeeks` keeps shared. */
const WATCHED_WEEKS = 12;
/** People for each possible sequence of ids: at 20, simulated shares of people with a sequence of their own are below 1 %. */
const PEOPLE_A_SEQUENCE = 20;
/** Weeks that an id can be held, the shortest first. */
const REFRESH_WEEKS = [4, 6, 12] as const;

/**
 * Weeks for which people keep their cluster ID: the shortest of 4, 6 and 12 for which the possible ID sequences over
 * twelve weeks are so few that many people share each. Both inputs are public: the codebook's root count and its
 * clusters. A sequence of IDs can distinguish people where no single ID does. Measured by `npm run bench -- clustering
 * --only weeks`.
 */
export function refreshWeeks({ source, cells, clusters }: Pick<Codebook, "source" | "cells" | "clusters">): number {
  // A prior's people are another shop's: how many this site has is not known yet.
  const people = source === "round" ? (cells.find(({ path }) => path === "")?.count ?? 0) : 0;
  const isShared = (weeks: number) => clusters.length ** (WATCHED_WEEKS / weeks) * PEOPLE_A_SEQUENCE <= people;
  return REFRESH_WEEKS.find(isShared) ?? WATCHED_WEEKS;
}

/**
 * The id to go by after a visit's cluster was found: the visit that first found one in a period may still change it while it
 * lasts, later visits of the period do not. An id that the generation no longer has is given up. `at`: milliseconds since
 * 1970. Pure.
 */
export function heldCluster(
  held: HeldCluster | undefined,
  found: ClusterId,
  codebook: Codebook,
  sessionStartedAt: number,
  at: number,
): HeldCluster {
  const period = Math.floor(at / (refreshWeeks(codebook) * WEEK_MS));
  const isHeld =
    held?.period === period &&
    held.sessionStartedAt !== sessionStartedAt &&
    codebook.clusters.some(({ id }) => id === held.clusterId);
  return isHeld ? held : { clusterId: found, period, sessionStartedAt };
}
