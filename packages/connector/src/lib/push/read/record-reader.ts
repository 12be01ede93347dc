import type { Touch } from "@sedge/features/profile";
import { FIELD_KINDS, type FieldKind } from "@sedge/linkage/terms";
import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";
import { numberOf } from "../../csv/number-cell.ts";
import type { Adapter } from "../adapters/adapter.ts";
import { dayOf } from "../record/consent-decision.ts";
import type { ChannelRecord } from "../record/channel-record.ts";
import type { ColumnUse } from "./column-use.ts";
import { FLAG_FIELDS, type FlagField } from "./push-field.ts";
import type { PushMapping } from "./push-mapping.ts";
import { cellPlan, RowCells, shown } from "./row-cells.ts";
import { timeOf } from "./time-cell.ts";
import { turnsOf } from "./turns-cell.ts";
import { consentOf, flagOf } from "./word-cell.ts";

/** A record may be so much ahead of this machine's clock, in seconds: what is later was not written yet. */
const MAX_AHEAD_SECONDS = 300;
/** As `Touch` and `ChannelRecord` have them. */
const MAX_DEPARTMENT_CHARS = 200;
const MAX_TEXT_CHARS = 512;
/** Fields of which several columns are parts. */
const JOINED: ReadonlySet<FieldKind> = new Set(["givenName", "surname", "street", "addressDetail"]);

const TOUCH_FLAG = {
  resolved: "isResolved",
  displeased: "isDispleased",
  opened: "isOpened",
  clicked: "isClicked",
  fault: "isFault",
} as const satisfies Record<FlagField, keyof Touch>;

/** How a file's rows become records. */
export interface RecordReader {
  /** Columns that it reads: what a row source is asked for. */
  readonly columns: readonly number[];
  /** A row's record. Throws CommandError, naming `place` and the column, for a cell that is not what it has to be. */
  readonly read: (cells: readonly string[], place: string) => ChannelRecord;
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
    read: (cells, place) => {
      const row = new RowCells(plan, cells, place);
      const time = timeIn(row, adapter, now());
      const touch = time === undefined || !adapter.isContact ? {} : { touch: touchIn(row, time, mapping, adapter) };
      return {
        id: row.needed("id", "a record needs its id").slice(0, MAX_TEXT_CHARS),
        ...whoIn(row, mapping),
        ...consentIn(row, mapping),
        ...touch,
        ...turnsIn(row),
      };
    },
  };
}

function timeIn(row: RowCells, adapter: Adapter, now: number): number | undefined {
  if (adapter.isContact) row.needed("time", "a contact needs its time");
  const time = row.read("time", timeOf, "is no time as ISO 8601 writes it, and no seconds since 1970");
  if (time === undefined || time <= now + MAX_AHEAD_SECONDS) return time;
  throw row.bad("time", `it is ${Math.round(time - now)} s ahead of this machine's clock`);
}

/** What the record's person agreed to. */
export function consentIn(
  row: RowCells,
  mapping: PushMapping,
): Pick<ChannelRecord, "consent" | "learn" | "consentDay" | "policyVersion"> {
  const words = mapping.consent;
  const why = "is no word of consent; consent of the mapping says what it means";
  const consent = row.read("consent", (cell) => consentOf(cell, words), why) ?? "no";
  const learn = row.read("learn", (cell) => consentOf(cell, words), why) === "yes";
  const day = row.read("consentDay", timeOf, "is no day as ISO 8601 writes it");
  const policyVersion = row.text("policyVersion") ?? mapping.policyVersion;
  if (policyVersion !== undefined && !v.is(ConsentReceipt.entries.policyVersion, policyVersion)) {
    throw row.bad("policyVersion", `${shown(policyVersion)} is no name of a privacy text`);
  }
  return {
    consent,
    learn,
    ...(day !== undefined && { consentDay: dayOf(day) }),
    ...(policyVersion !== undefined && { policyVersion }),
  };
}

/** Who the record is of: identifiers, and what else its columns say of them. */
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
  const amount = row.read("amount", amountOf, "is no number");
  const department = row.text("department")?.slice(0, MAX_DEPARTMENT_CHARS);
  const flags = FLAG_FIELDS.flatMap((field) => {
    const words = mapping.words[field] ?? adapter.words[field];
    const why = `means neither yes nor no; words.${field} of the mapping says what it means`;
    const value = row.read(field, (cell) => flagOf(cell, words), why);
    return value === undefined ? [] : [[TOUCH_FLAG[field], value] as const];
  });
  return {
    at,
    // What is given back is no spending.
    ...(amount !== undefined && amount >= 0 && { amount }),
    ...(department !== undefined && { department }),
    ...Object.fromEntries(flags),
  };
}

/** A number, with a comma before cents too. */
function amountOf(cell: string): number | undefined {
  return numberOf(cell.replace(/^(-?\d+),(\d{1,2})$/, "$1.$2"));
}

function turnsIn(row: RowCells): Pick<ChannelRecord, "turns"> {
  const turns = row.read("turns", turnsOf, "does not tell who says what");
  if (turns) return { turns };
  const note = row.texts("text").join("\n");
  return note === "" ? {} : { turns: [{ speaker: "visitor", text: note }] };
}
