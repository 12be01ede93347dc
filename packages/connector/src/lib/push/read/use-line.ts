import type { ColumnUse } from "./column-use.ts";

/** What was made of a file's columns, for people. */
export function useLine(file: string, columns: readonly string[], { fields, ignored }: ColumnUse): string {
  const names = (numbers: readonly number[]) => numbers.map((number) => columns[number] ?? "").join(" + ");
  const read = [...fields].map(([field, numbers]) => `${names(numbers)} → ${field}`).join(", ");
  return ignored.length > 0
    ? `${file}: ${read}; not read: ${names(ignored).replaceAll(" + ", ", ")}`
    : `${file}: ${read}`;
}
