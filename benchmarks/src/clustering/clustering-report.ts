import { aimLine, isMet } from "../report/aim.ts";
import { type Conditions, conditionsLine } from "../report/conditions.ts";
import { jsonLine } from "../report/json-line.ts";
import type { BenchPart } from "./bench-part.ts";

/** What the parts found, for people and, in the last line, for programs. */
export function clusteringReport(conditions: Conditions, parts: readonly BenchPart[], isJson: boolean): string {
  const aims = parts.flatMap((part) => part.aims);
  const line = jsonLine({
    bench: "clustering",
    conditions: { ...conditions },
    ...Object.assign({}, ...parts.map(({ json }) => json)),
    aims: aims.map((aim) => ({ ...aim, isMet: isMet(aim) })),
  });
  if (isJson) return line;
  return [
    conditionsLine(conditions),
    "",
    ...parts.flatMap(({ title, lines }) => [title, ...lines, ""]),
    ...aims.map(aimLine),
    "",
    line,
  ].join("\n");
}
