import { emptySession, featureRecord, type FeatureRecord, type Session } from "@sedge/features";
import { readCsv, type Row } from "./csv.ts";
import { type Part, partOf } from "./hash-split.ts";

/** One recorded visit to a web shop, as the features that a device would have computed. */
export interface ShopperVisit {
  readonly record: FeatureRecord;
  readonly bought: boolean;
  readonly part: Part;
}

/** Path of the purchase data below the data folder. */
export const SHOPPERS = ["purchase-intent", "online_shoppers_intention.csv"] as const;

/** Columns that a device has; the others (bounce and exit rates, page values, special day, codes) are never read. */
const COLUMNS = [
  "Administrative",
  "Administrative_Duration",
  "Informational",
  "Informational_Duration",
  "ProductRelated",
  "ProductRelated_Duration",
  "Month",
  "VisitorType",
  "Weekend",
] as const;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Visits of `online_shoppers_intention.csv` (UCI 468). Visits alike in every column used are in one part. */
export function visitsFrom(path: string): ShopperVisit[] {
  return readCsv(path).map((row) => ({
    record: featureRecord(sessionOf(row)),
    bought: row("Revenue") === "TRUE",
    part: partOf(COLUMNS.map(row).join(",")),
  }));
}

/**
 * The session that would have had the row's features. Which kinds of page a group's pages were is not in the data, so
 * each group's pages are put under one kind, and only features of whole groups may be learnt from.
 */
function sessionOf(row: Row): Session {
  const session = emptySession(dayIn(row("Month"), row("Weekend") === "TRUE"));
  const pages = {
    account: Number(row("Administrative")),
    information: Number(row("Informational")),
    product: Number(row("ProductRelated")),
  };
  const dwell = {
    account: Number(row("Administrative_Duration")),
    information: Number(row("Informational_Duration")),
    product: Number(row("ProductRelated_Duration")),
  };
  return {
    ...session,
    visit: row("VisitorType") === "Returning_Visitor" ? 2 : 1,
    pages: { ...session.pages, ...pages },
    dwell: { ...session.dwell, ...dwell },
  };
}

/** Noon of a day in the month that is, or is not, in a weekend. The year, 2017, is the data's; the day is not known. */
function dayIn(name: string, weekend: boolean): number {
  const month = MONTHS.indexOf(name);
  if (month < 0) throw new RangeError(`no month ${name}`);
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => new Date(Date.UTC(2017, month, day, 12)));
  const fitting = days.find((day) => (day.getUTCDay() === 0 || day.getUTCDay() === 6) === weekend);
  return fitting?.getTime() ?? 0;
}
