import * as v from "valibot";
import type { YesNoWords } from "../adapters/adapter.ts";
import type { Consent } from "../record/channel-record.ts";
import type { Turn } from "@sedge/features/conversation";

/** An ISO 8601 day, or day and time; UTC if it has no zone. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const NUMBER = /^\d{1,13}(?:\.\d+)?$/;
/** Seconds reach this in the year 5138; milliseconds passed it in 1973. */
const LEAST_MS = 1e11;

/**
 * Parses a time to seconds since 1970: ISO 8601, or seconds or milliseconds since 1970. Undefined for anything else; in
 * 3/4 the month is ambiguous.
 */
export function timeOf(cell: string): number | undefined {
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    return value >= LEAST_MS ? value / 1_000 : value;
  }
  const [, day, clock = "00:00", rest = ":00", zone = "Z"] = ISO.exec(cell) ?? [];
  if (day === undefined) return undefined;
  const colon = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const at = Date.parse(`${day}T${clock}${rest}${colon}`);
  // Date.parse reads 31 February as a day in March.
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return Number.isNaN(at) || !isReal ? undefined : at / 1_000;
}

const VISITORS = ["visitor", "customer", "user", "client", "caller", "guest", "member"];
const SITES = ["site", "agent", "bot", "assistant", "system", "operator", "staff", "support", "brand"];

const text = v.optional(v.string());
/** A turn with the names that chat systems use. */
const JsonTurn = v.object({ speaker: text, from: text, role: text, author: text, text, message: text, body: text });
const JsonTurns = v.pipe(v.string(), v.parseJson(), v.array(JsonTurn));

/** A line such as `Customer: it broke again`. */
const SPOKEN = /^\s*([A-Za-z]{2,20})\s*:\s*(.*)$/;

function speakerOf(name: string): Turn["speaker"] | undefined {
  const word = name.toLowerCase();
  if (VISITORS.includes(word)) return "visitor";
  return SITES.includes(word) ? "site" : undefined;
}

/**
 * Parses a conversation: a JSON list of objects with a speaker and a text, or lines that start with the speaker.
 * Undefined if a speaker is unknown.
 */
export function turnsOf(cell: string): Turn[] | undefined {
  return cell.startsWith("[") ? fromJson(cell) : fromLines(cell);
}

function fromJson(cell: string): Turn[] | undefined {
  const parsed = v.safeParse(JsonTurns, cell);
  if (!parsed.success) return undefined;
  const turns: Turn[] = [];
  for (const one of parsed.output) {
    const speaker = speakerOf(one.speaker ?? one.from ?? one.role ?? one.author ?? "");
    const text = one.text ?? one.message ?? one.body;
    if (!speaker || text === undefined) return undefined;
    turns.push({ speaker, text });
  }
  return turns;
}

function fromLines(cell: string): Turn[] | undefined {
  const turns: Turn[] = [];
  for (const line of cell.split(/\r\n|\n|\r/)) {
    const [, name = "", text = ""] = SPOKEN.exec(line) ?? [];
    const speaker = speakerOf(name);
    const last = turns.at(-1);
    if (speaker) turns.push({ speaker, text });
    else if (last) turns[turns.length - 1] = { ...last, text: `${last.text}\n${line}` };
    else if (line.trim() !== "") return undefined;
  }
  return turns;
}

const YES = ["yes", "y", "true", "1", "t", "x", "ja", "oui", "si"];
const NO = ["no", "n", "false", "0", "f", "nein", "non"];
const CONSENT_WORDS: readonly (readonly [Consent, readonly string[]])[] = [
  ["yes", [...YES, "granted", "given", "opt-in", "opted in", "opted-in", "consented", "subscribed"]],
  ["no", [...NO, "denied", "refused", "declined", "not subscribed"]],
  ["withdrawn", ["withdrawn", "revoked", "opt-out", "opted out", "opted-out", "unsubscribed"]],
];

/** Words that state no decision: like an empty cell, they change nothing. */
const UNSTATED = ["none", "unknown", "not asked", "pending", "null", "nan", "n/a", "na", "-", "?", "not applicable"];

function has(words: readonly string[], cell: string): boolean {
  const word = cell.toLowerCase();
  return words.some((one) => one.toLowerCase() === word);
}

/**
 * Parses a yes-or-no word. If the owner lists the words of one side only, every other word means the other side.
 * Undefined for an unknown word.
 */
export function flagOf(cell: string, { yes, no }: YesNoWords = {}): boolean | undefined {
  if (yes && has(yes, cell)) return true;
  if (no && has(no, cell)) return false;
  if (yes && !no) return false;
  if (no && !yes) return true;
  if (yes) return undefined;
  return has(YES, cell) ? true : has(NO, cell) ? false : undefined;
}

/** The owner's words of a consent column. */
export type ConsentWords = Readonly<Partial<Record<Consent | "unstated", readonly string[] | undefined>>>;

/** Parses a consent cell that is not empty. `unstated`: it states no decision. Undefined for an unknown word. */
export function consentOf(cell: string, words: ConsentWords): Consent | "unstated" | undefined {
  const all = [...CONSENT_WORDS, ["unstated", UNSTATED] as const];
  const own = all.find(([consent]) => has(words[consent] ?? [], cell));
  // The owner's words replace the usual ones of the same value.
  const usual = all.find(([consent, usually]) => words[consent] === undefined && has(usually, cell));
  return (own ?? usual)?.[0];
}
