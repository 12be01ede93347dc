import { countedLine, countedRefusals } from "../counted-line.ts";
import type { LandingLinkResult } from "../push/live/offer-landing-links.ts";

/** Results of the rows of a mailing. */
export interface LandingLinkCounts {
  offered: number;
  /** Recipients that are not in the channel's state. */
  unknown: number;
  withdrawn: number;
  /** The file or the stored receipt has no consent. */
  withoutConsent: number;
  /** By the edge's problem code. */
  readonly refused: Record<string, number>;
  /** Unreadable rows that were skipped. */
  skipped: number;
}

export function noLandingLinks(): LandingLinkCounts {
  return { offered: 0, unknown: 0, withdrawn: 0, withoutConsent: 0, refused: {}, skipped: 0 };
}

export function countLandingLink(counts: LandingLinkCounts, result: LandingLinkResult): void {
  if (typeof result === "object") counts.offered += 1;
  else if (result === "unknown" || result === "withdrawn") counts[result] += 1;
  else if (result === "without-consent") counts.withoutConsent += 1;
  else counts.refused[result] = (counts.refused[result] ?? 0) + 1;
}

/** The counts as a line of text. */
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
    [skipped, "rows skipped"],
  ]);
}
