import type { PersonRecord } from "@sedge/linkage/terms";
import type { ColumnField } from "@sedge/connector/rows";
import type { ColumnPlan } from "./column-plan.ts";

/** Fields of which several columns are parts: given names, and lines of an address. Of others the first with a value counts. */
const JOINED: ReadonlySet<ColumnField> = new Set(["givenName", "surname", "street", "addressDetail"]);

/** Columns that a plan reads, each once: what a row source is asked for. */
export function columnsOf({ fields, truth }: ColumnPlan): number[] {
  return [...new Set([...[...fields.values()].flat(), ...(truth === undefined ? [] : [truth])])];
}

/**
 * How rows become persons' records.
 *
 * @param country - For rows that do not say theirs; ISO 3166-1 alpha-2.
 * @returns A function of a row's cells, in the order of `columnsOf`.
 */
export function personReader(
  plan: ColumnPlan,
  country: string | undefined,
): (cells: readonly string[]) => PersonRecord {
  const wanted = columnsOf(plan);
  const sources = [...plan.fields].map(([field, columns]) => ({
    field,
    isJoined: JOINED.has(field),
    places: columns.map((column) => wanted.indexOf(column)),
  }));
  return (cells) => {
    const record: Partial<Record<ColumnField, string>> = country === undefined ? {} : { country };
    for (const { field, isJoined, places } of sources) {
      const texts = places.map((place) => cells[place] ?? "").filter((text) => text !== "");
      const text = isJoined ? [...new Set(texts)].join(" ") : texts[0];
      if (text !== undefined && text !== "") record[field] = text;
    }
    return record;
  };
}
