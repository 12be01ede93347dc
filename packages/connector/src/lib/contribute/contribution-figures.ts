import type { ContributionCounts } from "./contribution-counts.ts";

function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The counts as lines of text. `isDry`: nothing was sent. */
export function contributionFigures(counts: ContributionCounts, isDry: boolean): string[] {
  const { round, received, ended, waiting, waitingUntil, unsent } = counts;
  const others = Object.entries(ended).map(([code, count]) => `${count} ${code}`);
  const counted = [
    `${received} votes ${isDry ? "would be sent, each after a random wait" : "received"}`,
    ...others,
  ].join("; ");
  return [
    round === null ? "no round is open" : counted,
    ...(round === null && others.length > 0 ? [others.join("; ")] : []),
    ...(waitingUntil === null ? [] : [`${waiting} people are waiting, until ${timeOf(waitingUntil)} at the latest`]),
    ...(unsent > 0 ? [`${unsent} people contribute after the next push, which must send their changes first`] : []),
  ];
}

/** The counts as one line of JSON. */
export function contributionJson({ waitingUntil, ...counts }: ContributionCounts): string {
  return JSON.stringify({ ...counts, waitingUntil: waitingUntil === null ? null : timeOf(waitingUntil) });
}
