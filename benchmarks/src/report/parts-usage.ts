import type { PartedBench } from "./parted-bench.ts";

/** The help of a bench with parts. */
export function partsUsage({ name, about, quick, parts }: PartedBench): string {
  return `npm run bench -- ${name} [--quick] [--only PART] [--json]

${about}

  --quick      ${quick}
  --only PART  run only this part: ${parts.map((part) => part.name).join(", ")}
  --json       print only the last line, JSON
  --help       show this help

${parts.map((part) => `  ${part.name.padEnd(10)} ${part.about}`).join("\n")}`;
}
