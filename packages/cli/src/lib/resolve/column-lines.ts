import type { PlannedInput } from "./read-records.ts";

/** A line of text that lists how each column is read. */
export function columnLine({ spec, columns, plan }: PlannedInput): string {
  const names = (numbers: readonly number[]) => numbers.map((number) => columns[number] ?? "").join(" + ");
  const fields = [...plan.fields].map(([field, numbers]) => `${names(numbers)} → ${field}`);
  const ignored = plan.ignored.map((number) => columns[number] ?? "");
  return [
    `${spec.name} (${spec.file}): ${fields.join(", ")}`,
    ...(ignored.length > 0 ? [`not read: ${ignored.join(", ")}`] : []),
    ...(plan.truth === undefined ? [] : [`truth: ${columns[plan.truth]}`]),
  ].join("; ");
}
