import type { Metric, MetricPlan, PlanWindow } from "./metric-plan.ts";

const UNITS = [
  [604_800, "week"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
] as const;

/** "15 minutes", "1 day", "90 seconds". */
function durationWords(seconds: number): string {
  const [size, unit] = UNITS.find(([size]) => seconds % size === 0) ?? [1, "second"];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** "a, b and c". */
function listWords(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

const metricWords = ({ question, dimensions }: Metric) =>
  `${question} Possible answers: ${dimensions.map(({ name, values }) => `${name} (${listWords(values)})`).join("; ")}.`;

function windowWords({ seconds, minPeople, votes }: PlanWindow, metrics: readonly Metric[]): string[] {
  const count = metrics.length === 1 ? "this question" : `these ${metrics.length} questions`;
  return [
    `At most ${votes} ${votes === 1 ? "time" : "times"} in 28 days, your device answers ${count} about the last ${durationWords(seconds)}.`,
    `The answers are opened only as sums over at least ${minPeople.toLocaleString("en")} people, with noise added.`,
    ...metrics.map(metricWords),
  ];
}

/**
 * A metric plan for visitors: what is asked, which answers exist, how often a device answers, and what protects it. One
 * sentence or question a line.
 */
export function metricPlanWords({ site, budget, windows, metrics, number }: MetricPlan): string[] {
  return [
    `The site "${site}" counts what happens to its visitors. This is its metric plan number ${number}.`,
    ...windows.flatMap((window) =>
      windowWords(
        window,
        metrics.filter(({ windowSeconds }) => windowSeconds === window.seconds),
      ),
    ),
    "Each answer leaves your device as two random shares, one for each of two operators; neither can read it alone.",
    `Together with what your device contributes to clusters, this costs at most ε = ${budget.epsilon} of privacy in any 28 days.`,
    "No address of a page, no text and no name is part of an answer.",
  ];
}
