import type { PartedBench } from "./parted-bench.ts";

/** The help of a bench that has parts. */
export function partsUsage({ name, about, quick, parts }: PartedBench): string {
  return `npm run bench -- ${name} [--quick] [--only PART] [--json]

${about}

  --quick      ${quick}
  --only PART  one part alone: ${parts.map((part) => part.name).join(", ")}
  --json       the last line alone, JSON
  --help       this text

${parts.map((part) => `  ${part.name.padEnd(10)} ${part.about}`).join("\n")}`;
}
