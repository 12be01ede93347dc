import { countedLine, countedRefusals } from "../counted-line.ts";
import type { LandingLinkOutcome } from "../push/live/offer-landing-links.ts";

/** What became of the rows of a mailing. */
export interface LandingLinkCounts {
  offered: number;
  /** Of whom the channel's state knows nothing. */
  unknown: number;
  withdrawn: number;
  /** The file, or the receipt on file, says no. */
  withoutConsent: number;
  /** By the edge's code. */
  readonly refused: Record<string, number>;
  /** Rows that could not be read, and were left out. */
  skipped: number;
}

export function noLandingLinks(): LandingLinkCounts {
  return { offered: 0, unknown: 0, withdrawn: 0, withoutConsent: 0, refused: {}, skipped: 0 };
}

export function countLandingLink(counts: LandingLinkCounts, outcome: LandingLinkOutcome): void {
  if (typeof outcome === "object") counts.offered += 1;
  else if (outcome === "unknown" || outcome === "withdrawn") counts[outcome] += 1;
  else if (outcome === "without-consent") counts.withoutConsent += 1;
  else counts.refused[outcome] = (counts.refused[outcome] ?? 0) + 1;
}

/** The counts, for people. */
export function landingLinkFigures({
  offered,
  unknown,
  withdrawn,
  withoutConsent,
  refused,
  skipped,
}: LandingLinkCounts) {
  return countedLine(`${offered} landing link${offered === 1 ? "" : "s"} offered`, [
    [unknown, "unknown"],
    [withdrawn, "withdrawn"],
    [withoutConsent, "without consent"],
    ...countedRefusals(refused),
    [skipped, "rows left out"],
  ]);
}
