import { figure } from "../report/figure.ts";
import { textTable } from "../report/text-table.ts";
import type { WorldResult } from "./worlds.ts";

const share = (value: number) => value.toFixed(4);
const HEAD = ["generated world", "records", "once per input", "precision", "recall", "F1", "clear F1", "groups F1"];

/** The results on generated worlds, and how often pairs of a probability are right. */
export function worldLines(worlds: readonly WorldResult[]): string[] {
  if (worlds.length === 0) return [];
  const rows = worlds.map((one) => [
    one.world,
    figure(one.records),
    one.isOncePerInput ? "yes" : "no",
    ...[one.precision, one.recall, one.pairF1, one.clearF1, one.groupF1].map(share),
  ]);
  const pairs = worlds.flatMap(({ world, isOncePerInput, reliability }) =>
    reliability.map((row) => [
      isOncePerInput ? `${world}, once` : world,
      share(row.from),
      figure(row.pairs),
      share(row.expected),
      share(row.right),
    ]),
  );
  const right = (columns: number) => ["left" as const, ...Array.from({ length: columns - 1 }, () => "right" as const)];
  return [
    textTable(HEAD, rows, right(HEAD.length)),
    "",
    "Reliability of compared pairs within a component:",
    textTable(["generated world", "probability from", "pairs", "mean probability", "right"], pairs, right(5)),
    "",
  ];
}
