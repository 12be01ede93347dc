import type { ColumnUse } from "./column-use.ts";

/** A line of text that lists how each column is read. */
export function useLine(file: string, columns: readonly string[], { fields, ignored }: ColumnUse): string {
  const names = (numbers: readonly number[]) => numbers.map((number) => columns[number] ?? "").join(" + ");
  const read = [...fields].map(([field, numbers]) => `${names(numbers)} → ${field}`).join(", ");
  return ignored.length > 0
    ? `${file}: ${read}; not read: ${names(ignored).replaceAll(" + ", ", ")}`
    : `${file}: ${read}`;
}
