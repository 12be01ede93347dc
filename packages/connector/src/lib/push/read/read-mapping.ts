import type { RowSource } from "../../rows/row-source.ts";
import type { ColumnUse } from "./column-use.ts";
import { amountColumns, decimalMarkIn } from "./decimal-survey.ts";
import type { PushMapping } from "./push-mapping.ts";
import { type TimeSurvey, timeSurvey } from "./time-survey.ts";

/** A mapping, with what a file's own values show. */
export interface ReadMapping extends PushMapping {
  /** The order of day and month of columns, by their title. */
  readonly orders?: TimeSurvey["orders"] | undefined;
}

/** A mapping completed by a file, and what was assumed for it. */
export interface Surveyed {
  readonly mapping: ReadMapping;
  /** Such as `decimals: after a point`. */
  readonly assumptions: readonly string[];
}

/**
 * Completes a mapping by what the file's own values show: the mark before decimals, and the order of dates.
 *
 * @param now - Seconds since 1970.
 */
export async function surveyed(
  source: RowSource,
  use: ColumnUse,
  mapping: PushMapping,
  now: number,
): Promise<Surveyed> {
  const decimal = mapping.decimal ?? (await decimalMarkIn(source, amountColumns(use)));
  const { orders, lines } = await timeSurvey(source, use, mapping, now);
  return {
    mapping: { ...mapping, decimal, orders },
    assumptions: [
      ...(decimal === undefined ? [] : [`decimals: after a ${decimal}`]),
      ...(lines.length === 0 ? [] : [`times: ${lines.join("; ")}`]),
    ],
  };
}
