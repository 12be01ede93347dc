import type { ContributionCounts } from "./contribution-counts.ts";

function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** What a contribution came to, for people. `isDry`: what it would have. */
export function contributionFigures(counts: ContributionCounts, isDry: boolean): string[] {
  const { round, received, ended, waiting, waitingUntil, unsaid } = counts;
  const others = Object.entries(ended).map(([code, count]) => `${count} ${code}`);
  const counted = [
    `${received} votes ${isDry ? "would be sent, each after a random wait" : "received"}`,
    ...others,
  ].join("; ");
  return [
    round === null ? "no round is open" : counted,
    ...(round === null && others.length > 0 ? [others.join("; ")] : []),
    ...(waitingUntil === null ? [] : [`${waiting} people wait, until ${timeOf(waitingUntil)} at the latest`]),
    ...(unsaid > 0 ? [`${unsaid} people take part after the next push, which has still something to say of them`] : []),
  ];
}

/** The same for a program, in one line. */
export function contributionJson({ waitingUntil, ...counts }: ContributionCounts): string {
  return JSON.stringify({ ...counts, waitingUntil: waitingUntil === null ? null : timeOf(waitingUntil) });
}
