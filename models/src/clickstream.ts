import { advance, emptySession, type SedgeEvent, type Session } from "@sedge/features";
import { readCsv, type Row } from "./csv.ts";

/** One click of the clothing shop's data: somebody opened a product from a list. */
export interface Click {
  /** 1 trousers, 2 skirts, 3 blouses, 4 sale. */
  readonly category: number;
  /** Index of the item, 1 to 217. */
  readonly item: number;
  /** US dollars. */
  readonly price: number;
  /** Whether the price is above the mean of its category. */
  readonly priceAboveMean: boolean;
  /** Page of the shop's list that the item was on, 1 to 5. */
  readonly listPage: number;
}

/** One recorded visit. */
export interface ClickSession {
  readonly id: string;
  /** 4 to 7, of 2008. */
  readonly month: number;
  readonly day: number;
  /** In the order of the visit, at least one. */
  readonly clicks: readonly Click[];
}

/** Path of the clickstream below the data folder. */
export const CLICKSTREAM = ["clickstream", "eshop_clothing_2008.csv.gz"] as const;

/** Visits of `eshop_clothing_2008.csv.gz` (UCI 553), in the file's order. */
export function sessionsFrom(path: string): ClickSession[] {
  const visits = new Map<string, Row[]>();
  for (const row of readCsv(path)) {
    const rows = visits.get(row("session_id"));
    if (rows) rows.push(row);
    else visits.set(row("session_id"), [row]);
  }
  return Array.from(visits, ([id, rows]) => ({
    id,
    month: Number(rows[0]?.("month")),
    day: Number(rows[0]?.("day")),
    clicks: rows.toSorted((a, b) => Number(a("order")) - Number(b("order"))).map(clickOf),
  }));
}

function clickOf(row: Row): Click {
  return {
    category: Number(row("main_category")),
    item: Number(row("model_code")),
    price: Number(row("price")),
    priceAboveMean: row("price_2") === "1",
    listPage: Number(row("page")),
  };
}

/**
 * The event that a device would have made of a click. `at`: milliseconds since 1970; the data knows only the order.
 * Category and item stand for themselves: any one-to-one alias gives the same features.
 */
export function eventOf({ category, item, price, listPage }: Click, at: number): SedgeEvent {
  return { kind: "page-view", at, page: "product", category, item, price, listPage };
}

/** The sessions that a device has after each of the first `most` clicks of a visit. */
export function prefixesOf({ month, day, clicks }: ClickSession, most = Infinity): Session[] {
  const start = Date.UTC(2008, month - 1, day, 12);
  let session = emptySession(start);
  return clicks.slice(0, most).map((click, index) => {
    session = advance(session, eventOf(click, start + index * 1_000));
    return session;
  });
}
