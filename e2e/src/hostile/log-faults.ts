import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Operator } from "@sedge/testbed";

/** Lines that no attack should cause: an error that no code expected, or one that nobody caught. */
const FAULT = /"event":"(?:internal-error|misconfigured)"|"status":500|uncaught|unhandled/i;
/** The edge refuses what the other operator answered, which a broken one may do with any status. It has a log of its own. */
const REFUSED_ANSWER = /"event":"aggregator-answer-refused"/;

/** What an operator has logged and should not have, by its first line of each kind. */
export function logFaults({ folder }: Pick<Operator, "folder">, name: string): string[] {
  const file = join(folder, "log.txt");
  // An operator that nobody has asked logs nothing.
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => FAULT.test(line) && !REFUSED_ANSWER.test(line));
  return [...new Set(lines.map((line) => line.replace(/"durationMs":\d+/, "")))].map(
    (line) => `${name} logs ${line.slice(0, 400)}`,
  );
}
