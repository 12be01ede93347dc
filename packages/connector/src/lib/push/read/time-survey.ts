import { CommandError } from "../../command-error.ts";
import type { RowSource } from "../../rows/row-source.ts";
import { timeOf } from "./cells.ts";
import type { ColumnUse } from "./column-use.ts";
import type { PushMapping } from "./push-mapping.ts";
import { shown, unmarked } from "./row-cells.ts";
import { DAY_ORDERS, type DayOrder } from "./time-format.ts";
import { isClock, writtenTime } from "./written-time.ts";

/** How the times of a file's columns are read, beside the formats of the mapping. */
export interface TimeSurvey {
  /** The order of each column whose values have one reading in common, by its title. */
  readonly orders: ReadonlyMap<string, DayOrder>;
  /** What was assumed, for people: one line for each column, and one for times without a zone. */
  readonly lines: readonly string[];
}

const TIME_FIELDS = ["time", "consentAt", "withdrawnAt", "consentDay"] as const;
const WORDS: Readonly<Record<DayOrder, string>> = {
  "day-first": "day before month",
  "month-first": "month before day",
  "year-first": "year, month, day",
};
/** A clock time that ends without a zone. */
const NO_ZONE = /\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?$/i;
/** A file of times may be this much ahead of this machine's clock, in seconds. */
const MAX_AHEAD_SECONDS = 86_400;

/**
 * Learns the order of day and month of each column of times, from all of its values. A column has an order if some value
 * has a reading in that order alone, such as `28/11/2026`, and none contradicts it; or if no value has two different
 * readings.
 *
 * @param now - Seconds since 1970: a year of two digits that would be in the future is not one.
 */
export async function timeSurvey(
  source: RowSource,
  { fields }: ColumnUse,
  { time }: PushMapping,
  now: number,
): Promise<TimeSurvey> {
  const columns = [...new Set(TIME_FIELDS.flatMap((field) => fields.get(field) ?? []))];
  const reading = { formats: time.formats ?? [], zone: time.zone };
  const found = columns.map((column) => new ColumnOrder(source.columns[column] ?? "", now));
  if (columns.length === 0) return { orders: new Map(), lines: [] };
  let lacksZone = false;
  for await (const { place, cells } of source.rows(columns)) {
    if (cells instanceof CommandError) continue;
    for (const [at, raw] of cells.entries()) {
      const cell = unmarked(raw);
      if (cell === "" || isClock(cell)) lacksZone ||= cell !== "";
      else {
        lacksZone ||= NO_ZONE.test(cell);
        if (timeOf(cell, reading) === undefined) found[at]?.add(cell, place);
        else if (/\p{L}{3}/u.test(cell) && writtenTime(cell).isNamed === true) found[at]?.addNamed();
      }
    }
  }
  const orders = found.flatMap((one) => (one.order === undefined ? [] : [[one.title, one.order] as const]));
  const zone = lacksZone && time.zone === undefined ? [ZONE_LINE] : [];
  return { orders: new Map(orders), lines: [...found.flatMap((one) => one.line ?? []), ...zone] };
}

const ZONE_LINE = 'without a zone: read as UTC; "time": {"zone": "Europe/Berlin"} in the mapping states another';

/** What the values of one column say of their order. */
class ColumnOrder {
  readonly title: string;
  readonly #now: number;
  #possible: readonly DayOrder[] = DAY_ORDERS;
  #count = 0;
  #named = 0;
  #isAmbiguous = false;
  #evidence = "";

  constructor(title: string, now: number) {
    this.title = title;
    this.#now = now;
  }

  addNamed(): void {
    this.#named += 1;
  }

  add(cell: string, place: string): void {
    const { byOrder } = writtenTime(cell);
    const readings = [...byOrder].filter(
      ([order, at]) => order !== "year-first" || at <= this.#now + MAX_AHEAD_SECONDS,
    );
    if (readings.length === 0) return;
    this.#count += 1;
    const orders = readings.map(([order]) => order);
    if (new Set(readings.map(([, at]) => at)).size > 1) this.#isAmbiguous = true;
    if (this.#evidence === "" && orders.length === 1) this.#evidence = `, as ${shown(cell)} shows (${place})`;
    this.#possible = this.#possible.filter((order) => orders.includes(order));
  }

  get order(): DayOrder | undefined {
    const [first, ...others] = this.#possible;
    if (this.#count === 0 || first === undefined) return undefined;
    return others.length > 0 && this.#isAmbiguous ? undefined : first;
  }

  get line(): string | undefined {
    const { order } = this;
    if (order !== undefined) return `${this.title}: ${WORDS[order]}${this.#evidence}`;
    return this.#named > 0 ? `${this.title}: months by their names` : undefined;
  }
}
