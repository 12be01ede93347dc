import { usageOf, wrapped } from "@sedge/connector/command-line";
import type { PartedBench } from "./parted-bench.ts";

/** The help of a bench with parts. */
export function partsUsage({ name, about, quick, parts }: PartedBench): string {
  const width = Math.max(...parts.map((part) => part.name.length));
  const indent = " ".repeat(width + 4);
  return usageOf(`npm run bench -- ${name}`, {
    purpose: about,
    options: [
      { name: "quick", description: quick },
      { name: "only", value: "PART", description: "run only this part" },
      { name: "json", description: "print only the last line, JSON" },
    ],
    notes: `Parts:\n${parts
      .map((part) => `  ${part.name.padEnd(width)}  ${wrapped(part.about, indent, indent).trim()}`)
      .join("\n")}`,
  });
}
