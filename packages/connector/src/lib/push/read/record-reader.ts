import type { Touch } from "@sedge/features/profile";
import { machineNumber, textNumber } from "@sedge/features/number-text";
import { FIELD_KINDS, type FieldKind } from "@sedge/linkage/terms";
import { PolicyVersion } from "@sedge/protocol";
import * as v from "valibot";
import type { Adapter } from "../adapters/adapter.ts";
import { dayOf } from "../record/consent-decision.ts";
import type { ChannelRecord } from "../record/channel-record.ts";
import type { ColumnUse } from "./column-use.ts";
import { FLAG_FIELDS, type FlagField } from "./record-fields.ts";
import type { PushMapping } from "./push-mapping.ts";
import { cellPlan, RowCells, shown } from "./row-cells.ts";
import { timeOf, turnsOf, consentOf, flagOf } from "./cells.ts";

/** Largest lead of a record over this machine's clock, in seconds. A later time cannot be valid. */
const MAX_AHEAD_SECONDS = 300;
/** The limits of `Touch` and `ChannelRecord`. */
const MAX_DEPARTMENT_CHARS = 200;
const MAX_TEXT_CHARS = 512;
/** Fields that can be split over several columns. */
const JOINED: ReadonlySet<FieldKind> = new Set(["givenName", "surname", "street", "addressDetail"]);

const TOUCH_FLAG = {
  resolved: "isResolved",
  displeased: "isDispleased",
  opened: "isOpened",
  clicked: "isClicked",
  fault: "isFault",
} as const satisfies Record<FlagField, keyof Touch>;

/** Converts a file's rows to records. */
export interface RecordReader {
  /** Columns to request from the row source. */
  readonly columns: readonly number[];
  /** Converts a row. Throws CommandError with `place` and the column for an invalid cell. */
  readonly read: (cells: readonly string[], place: string, numbers?: ReadonlySet<number>) => ChannelRecord;
}

/** @param now - Seconds since 1970. */
export function recordReader(
  titles: readonly string[],
  { fields }: ColumnUse,
  mapping: PushMapping,
  adapter: Adapter,
  now: () => number,
): RecordReader {
  const columns = [...new Set([...fields.values()].flat())];
  const plan = cellPlan(titles, fields, columns);
  return {
    columns,
    read: (cells, place, numbers) => {
      const row = new RowCells(plan, cells, place, numbers);
      const time = timeIn(row, adapter, now());
      const touch = time === undefined || !adapter.isContact ? {} : { touch: touchIn(row, time, mapping, adapter) };
      return {
        id: row.needed("id", "every record needs an ID").slice(0, MAX_TEXT_CHARS),
        ...whoIn(row, mapping),
        ...consentIn(row, mapping),
        ...touch,
        ...turnsIn(row),
      };
    },
  };
}

function timeIn(row: RowCells, adapter: Adapter, now: number): number | undefined {
  if (adapter.isContact) row.needed("time", "every contact needs a time");
  const time = row.read("time", timeOf, "is neither an ISO 8601 time nor seconds since 1970");
  if (time === undefined || time <= now + MAX_AHEAD_SECONDS) return time;
  throw row.bad("time", `it is ${Math.round(time - now)} s ahead of this machine's clock`);
}

/** The person's consent in a row. */
export function consentIn(
  row: RowCells,
  mapping: PushMapping,
): Pick<ChannelRecord, "consent" | "learn" | "consentDay" | "policyVersion"> {
  const words = mapping.consent;
  const why = "is not a known consent word; define it under consent in the mapping";
  const consent = row.read("consent", (cell) => consentOf(cell, words), why) ?? "unstated";
  const learn = row.read("learn", (cell) => consentOf(cell, words), why) ?? "unstated";
  const day = row.read("consentDay", timeOf, "is not an ISO 8601 day");
  const policyVersion = row.text("policyVersion") ?? mapping.policyVersion;
  if (policyVersion !== undefined && !v.is(PolicyVersion, policyVersion)) {
    throw row.bad("policyVersion", `${shown(policyVersion)} is not a valid policy version`);
  }
  return {
    ...(consent !== "unstated" && { consent }),
    ...(learn !== "unstated" && { learn: learn === "yes" }),
    ...(day !== undefined && { consentDay: dayOf(day) }),
    ...(policyVersion !== undefined && { policyVersion }),
  };
}

/** The person in a row: identifiers, description and country. */
export function whoIn(row: RowCells, mapping: PushMapping): Pick<ChannelRecord, "identifiers" | "person" | "country"> {
  const person = FIELD_KINDS.flatMap((kind) => {
    const parts = row.texts(kind);
    const value = JOINED.has(kind) ? [...new Set(parts)].join(" ") : parts[0];
    return value === undefined || value === "" ? [] : [[kind, value.slice(0, MAX_TEXT_CHARS)] as const];
  });
  const country = row.text("country")?.toUpperCase() ?? mapping.country;
  return {
    identifiers: {
      email: row.text("email"),
      phone: row.text("phone"),
      loyalty: row.text("loyalty"),
      account: row.text("account"),
    },
    ...(person.length > 0 && { person: Object.fromEntries(person) }),
    ...(country !== undefined && /^[A-Z]{2}$/.test(country) && { country }),
  };
}

function touchIn(row: RowCells, at: number, mapping: PushMapping, adapter: Adapter): Touch {
  const amount = amountIn(row, mapping);
  const department = row.text("department")?.slice(0, MAX_DEPARTMENT_CHARS);
  const flags = FLAG_FIELDS.flatMap((field) => {
    const words = mapping.words[field] ?? adapter.words[field];
    const why = `means neither yes nor no; define it under words.${field} in the mapping`;
    const value = row.read(field, (cell) => flagOf(cell, words), why);
    return value === undefined ? [] : [[TOUCH_FLAG[field], value] as const];
  });
  return {
    at,
    // A refund is not spending.
    ...(amount !== undefined && amount >= 0 && { amount }),
    ...(department !== undefined && { department }),
    ...Object.fromEntries(flags),
  };
}

/** An amount. A number of the file is read as it is, a text by the decimals' mark. */
function amountIn(row: RowCells, { decimal }: PushMapping): number | undefined {
  if (row.isNumber("amount")) return row.read("amount", machineNumber, "is not a number");
  const amount = row.read("amount", (cell) => textNumber(cell, decimal), unread(decimal));
  if (amount !== "ambiguous") return amount;
  const why = 'has two readings; state "decimal": "point" or "decimal": "comma" in the mapping';
  throw row.bad("amount", `${shown(row.text("amount") ?? "")} ${why}`);
}

function unread(decimal: PushMapping["decimal"]): string {
  return decimal === undefined ? "is not a number" : `is not a number with a decimal ${decimal}`;
}

function turnsIn(row: RowCells): Pick<ChannelRecord, "turns"> {
  const turns = row.read("turns", turnsOf, "does not state who speaks");
  if (turns) return { turns };
  const note = row.texts("text").join("\n");
  return note === "" ? {} : { turns: [{ speaker: "visitor", text: note }] };
}
