import { aimLine, isMet } from "./aim.ts";
import type { BenchPart } from "./bench-part.ts";
import { type Conditions, conditionsLine } from "./conditions.ts";
import { jsonLine } from "./json-line.ts";

/** The results of a bench's parts as text, with JSON in the last line. */
export function partsReport(
  bench: string,
  conditions: Conditions,
  parts: readonly BenchPart[],
  isJson: boolean,
): string {
  const aims = parts.flatMap((part) => part.aims);
  const line = jsonLine({
    bench,
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
