import type { PersonRecord } from "@sedge/linkage/terms";
import type { ColumnField } from "@sedge/connector/column-fields";
import { dateOfParts, type DateParts } from "./date-parts.ts";
import type { ColumnPlan } from "./column-plan.ts";

/**
 * Fields that can be split over several columns: given names, and lines of an address. For other fields the first
 * column with a value counts.
 */
const JOINED: ReadonlySet<ColumnField> = new Set(["givenName", "surname", "street", "addressDetail"]);

/** The columns of a plan, to request from a row source. */
export function columnsOf({ fields, truth }: ColumnPlan): number[] {
  return [...new Set([...[...fields.values()].flat(), ...(truth === undefined ? [] : [truth])])];
}

/**
 * Converts rows to people's records.
 *
 * @param country - For rows that do not state one; ISO 3166-1 alpha-2.
 * @returns A function of a row's cells, in the order of `columnsOf`.
 */
export function personReader(
  plan: ColumnPlan,
  country: string | undefined,
): (cells: readonly string[]) => PersonRecord {
  const wanted = columnsOf(plan);
  const whole = [...plan.fields].filter(([field]) => field !== "birthDate" || !plan.dateParts);
  const sources = whole.map(([field, columns]) => ({
    field,
    isJoined: JOINED.has(field),
    places: columns.map((column) => wanted.indexOf(column)),
  }));
  const parts = plan.dateParts && partsReader(plan.dateParts, wanted);
  return (cells) => {
    const record: Partial<Record<ColumnField, string>> = country === undefined ? {} : { country };
    for (const { field, isJoined, places } of sources) {
      const texts = places.map((place) => cells[place] ?? "").filter((text) => text !== "");
      const text = isJoined ? [...new Set(texts)].join(" ") : texts[0];
      if (text !== undefined && text !== "") record[field] = text;
    }
    const date = parts?.(cells);
    if (date !== undefined && date !== "") record.birthDate = date;
    return record;
  };
}

function partsReader({ year, month, day }: DateParts, wanted: readonly number[]): (cells: readonly string[]) => string {
  const [yearAt, monthAt, dayAt] = [year, month, day].map((column) => wanted.indexOf(column));
  const cell = (cells: readonly string[], at: number | undefined) => cells[at ?? -1] ?? "";
  return (cells) => dateOfParts(cell(cells, yearAt), cell(cells, monthAt), cell(cells, dayAt));
}
