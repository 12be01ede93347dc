import type { Touch } from "@sedge/features/profile";
import { machineNumber, textNumber } from "@sedge/features/number-text";
import { FIELD_KINDS, type FieldKind } from "@sedge/linkage/terms";
import { PolicyVersion } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import type { Adapter } from "../adapters/adapter.ts";
import { dayOf } from "../record/consent-decision.ts";
import type { ChannelRecord, Consent } from "../record/channel-record.ts";
import { bareContact, hasLostDigits, wholeDigits } from "../record/shared-value.ts";
import type { ColumnUse } from "./column-use.ts";
import { FLAG_FIELDS, type FlagField } from "./record-fields.ts";
import type { PushField } from "./push-field.ts";
import type { PushMapping } from "./push-mapping.ts";
import type { ReadMapping } from "./read-mapping.ts";
import { cellPlan, RowCells, shown } from "./row-cells.ts";
import { timeOf, consentOf, flagOf } from "./cells.ts";
import { plainText, speakerOf, turnsOf } from "./turns.ts";
import { writtenTime } from "./written-time.ts";

/** Largest lead of a record over this machine's clock, in seconds. A later time cannot be valid. */
const MAX_AHEAD_SECONDS = 300;
/** The limits of `Touch` and `ChannelRecord`. */
const MAX_DEPARTMENT_CHARS = 200;
const MAX_TEXT_CHARS = 512;
/** Words of a refund without an amount: of the whole amount, or of none. */
const ALL_REFUNDED = new Set(
  "full, fully, yes, true, refunded, fully refunded, full refund, ja, oui, erstattet".split(", "),
);
const NOT_REFUNDED = new Set("no, false, none, not refunded, n/a, -, null, nein, non".split(", "));
/** What databases write where there is no time. */
const NEVER = /^(?:0000-00-00|0001-01-01|9999-12-31)(?:[T ].*)?$/;
const DAY_SECONDS = 86_400;
/** Cents of an amount: a difference of two amounts has no more digits than they have. */
const CENTS = 100;
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
  mapping: ReadMapping,
  adapter: Adapter,
  now: () => number,
): RecordReader {
  const columns = [...new Set([...fields.values()].flat())];
  const plan = cellPlan(titles, fields, columns);
  return {
    columns,
    read: (cells, place, numbers) => {
      const row = new RowCells(plan, cells, place, numbers);
      const id = idIn(row);
      const consent = consentIn(row, mapping, now());
      const contactIn = () => {
        const time = timeIn(row, mapping, adapter, now());
        const touch = time === undefined || !adapter.isContact ? {} : { touch: touchIn(row, time, mapping, adapter) };
        return { ...touch, ...turnsIn(row, mapping) };
      };
      const contact = isRefusal(consent.consent) ? ifReadable(contactIn) : contactIn();
      return { id, ...whoIn(row, mapping), ...consent, ...contact };
    },
  };
}

function isRefusal(consent: Consent | "unstated" | undefined): consent is "no" | "withdrawn" {
  return consent === "no" || consent === "withdrawn";
}

/** What is not needed to refuse or withdraw: an unreadable cell of it holds no withdrawal back. */
function ifReadable<Value extends object>(read: () => Value): Value | Record<string, never> {
  try {
    return read();
  } catch (error) {
    if (error instanceof CommandError) return {};
    throw error;
  }
}

/** A record's ID. Two IDs whose last digits are cut off would be one record. */
function idIn(row: RowCells): string {
  const id = wholeDigits(row.needed("id", "every record needs an ID"));
  if (!hasLostDigits(id)) return id.slice(0, MAX_TEXT_CHARS);
  throw row.bad("id", `${shown(id)} lacks its last digits; format the column as text before you export it`);
}

function timeIn(row: RowCells, mapping: ReadMapping, adapter: Adapter, now: number): number | undefined {
  if (adapter.isContact) row.needed("time", "every contact needs a time");
  const time = timeOfField(row, "time", mapping);
  if (time === undefined && adapter.isContact) throw row.bad("time", "every contact needs a time");
  return notAhead(row, "time", time, now);
}

function notAhead(row: RowCells, field: PushField, time: number | undefined, now: number): number | undefined {
  if (time === undefined || time <= now + MAX_AHEAD_SECONDS) return time;
  throw row.bad(field, `it is ${Math.round(time - now)} s ahead of this machine's clock`);
}

function timeOfField(row: RowCells, field: PushField, { time, orders }: ReadMapping): number | undefined {
  const { text, title = "" } = row.time(field) ?? {};
  if (text === undefined || NEVER.test(text)) return undefined;
  const found = timeOf(text, { formats: time.formats ?? [], zone: time.zone, order: orders?.get(title) });
  if (found !== undefined) return found;
  const isAmbiguous = writtenTime(text).byOrder.size > 0;
  const why = isAmbiguous
    ? "has more than one reading, and the column does not show which"
    : "is neither an ISO 8601 time nor seconds since 1970";
  throw row.bad(
    field,
    `${shown(text)} ${why}; state its format in the mapping, as in "time": {"formats": ["DD/MM/YYYY HH:mm"]}`,
  );
}

/** When somebody opted in or out. Programs write the start of 1970 where nobody did. */
function decisionTime(row: RowCells, field: PushField, mapping: ReadMapping, now: number): number | undefined {
  const time = timeOfField(row, field, mapping);
  return time !== undefined && time <= DAY_SECONDS ? undefined : notAhead(row, field, time, now);
}

/** A row's consent, by its word or by the times at which the person opted in and out. */
function decisionIn(
  row: RowCells,
  mapping: ReadMapping,
  now: number,
): { consent: Consent | "unstated"; at?: number | undefined } {
  const why = "is not a known consent word; define it under consent in the mapping";
  const stated = row.read("consent", (cell) => consentOf(cell, mapping.consent), why) ?? "unstated";
  if (stated === "withdrawn") return { consent: stated };
  const [at, until] = (["consentAt", "withdrawnAt"] as const).map((field) => decisionTime(row, field, mapping, now));
  if (until !== undefined && (at === undefined || until >= at)) return { consent: "withdrawn" };
  if (stated === "unstated" && at !== undefined) return { consent: "yes", at };
  return { consent: stated, at };
}

/**
 * The person's consent in a row.
 *
 * @param now - Seconds since 1970.
 */
export function consentIn(
  row: RowCells,
  mapping: ReadMapping,
  now: number,
): Pick<ChannelRecord, "consent" | "learn" | "consentDay" | "policyVersion"> {
  const words = mapping.consent;
  const why = "is not a known consent word; define it under consent in the mapping";
  const { consent, at } = decisionIn(row, mapping, now);
  const detailsIn = () => {
    const learn = row.read("learn", (cell) => consentOf(cell, words), why) ?? "unstated";
    const day = timeOfField(row, "consentDay", mapping) ?? at;
    const policyVersion = row.text("policyVersion") ?? mapping.policyVersion;
    if (policyVersion !== undefined && !v.is(PolicyVersion, policyVersion)) {
      throw row.bad("policyVersion", `${shown(policyVersion)} is not a valid policy version`);
    }
    return {
      ...(learn !== "unstated" && { learn: learn === "yes" }),
      ...(day !== undefined && { consentDay: dayOf(day) }),
      ...(policyVersion !== undefined && { policyVersion }),
    };
  };
  if (consent === "unstated") return detailsIn();
  return { consent, ...(isRefusal(consent) ? ifReadable(detailsIn) : detailsIn()) };
}

/** The person in a row: identifiers, description and country. */
export function whoIn(row: RowCells, mapping: ReadMapping): Pick<ChannelRecord, "identifiers" | "person" | "country"> {
  const person = FIELD_KINDS.flatMap((kind) => {
    const parts = kind === "email" || kind === "phone" ? row.texts(kind).map(bareContact) : row.texts(kind);
    const value = JOINED.has(kind) ? [...new Set(parts)].join(" ") : parts[0];
    return value === undefined || value === "" ? [] : [[kind, value.slice(0, MAX_TEXT_CHARS)] as const];
  });
  const country = row.text("country")?.toUpperCase() ?? mapping.country;
  return {
    identifiers: {
      email: contactOf(row, "email"),
      phone: wholeContact(contactOf(row, "phone")),
      loyalty: digitsIn(row, "loyalty"),
      account: digitsIn(row, "account"),
    },
    ...(person.length > 0 && { person: Object.fromEntries(person) }),
    ...(country !== undefined && /^[A-Z]{2}$/.test(country) && { country }),
  };
}

function contactOf(row: RowCells, field: "email" | "phone"): string | undefined {
  const text = row.text(field);
  return text === undefined ? undefined : bareContact(text);
}

const wholeContact = (text: string | undefined) => (text === undefined ? undefined : wholeDigits(text));

function digitsIn(row: RowCells, field: "loyalty" | "account"): string | undefined {
  const text = row.text(field);
  return text === undefined ? undefined : wholeDigits(text);
}

function touchIn(row: RowCells, at: number, mapping: ReadMapping, adapter: Adapter): Touch {
  const amount = spentIn(row, mapping);
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

/** What was spent: the amount without what was paid back. Undefined for a refund, which is not spending. */
function spentIn(row: RowCells, mapping: ReadMapping): number | undefined {
  const amount = amountIn(row, "amount", mapping);
  const word = row.text("refund")?.toLowerCase() ?? "";
  if (ALL_REFUNDED.has(word)) return undefined;
  const refund = NOT_REFUNDED.has(word) ? 0 : Math.abs(amountIn(row, "refund", mapping) ?? 0);
  if (amount === undefined || refund === 0) return amount;
  const rest = Math.round((amount - refund) * CENTS) / CENTS;
  return rest > 0 ? rest : undefined;
}

/** An amount. A number of the file is read as it is, a text by the decimals' mark. */
function amountIn(row: RowCells, field: "amount" | "refund", { decimal }: ReadMapping): number | undefined {
  if (row.isNumber(field)) return row.read(field, machineNumber, "is not a number");
  const amount = row.read(field, (cell) => textNumber(cell, decimal), unread(decimal));
  if (amount !== "ambiguous") return amount;
  const why = 'has two readings; state "decimal": "point" or "decimal": "comma" in the mapping';
  throw row.bad(field, `${shown(row.text(field) ?? "")} ${why}`);
}

function unread(decimal: PushMapping["decimal"]): string {
  return decimal === undefined ? "is not a number" : `is not a number with a decimal ${decimal}`;
}

function turnsIn(row: RowCells, mapping: ReadMapping): Pick<ChannelRecord, "turns"> {
  const reading = { ...mapping.turns, visitorId: row.text("visitorId") };
  const why = "does not state who speaks; name the speakers under turns in the mapping";
  const [first, name] = [row.texts("firstText").join("\n"), row.text("firstSpeaker")];
  const speaker = name === undefined ? "visitor" : row.read("firstSpeaker", (cell) => speakerOf(cell, reading), why);
  const later = row.read("turns", (cell) => turnsOf(cell, reading), why);
  const turns = [
    ...(first === "" ? [] : [{ speaker: speaker ?? "visitor", text: plainText(first) }]),
    ...(later ?? []),
  ];
  if (later || turns.length > 0) return { turns };
  const note = plainText(row.texts("text").join("\n"));
  return note === "" ? {} : { turns: [{ speaker: "visitor", text: note }] };
}
