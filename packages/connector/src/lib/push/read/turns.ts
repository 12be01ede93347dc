import type { Turn } from "@sedge/features/conversation";
import { cellText, parseExactJson } from "../../json/exact-json.ts";
import { valueAt } from "./json-values.ts";

/** Where a turn has its speaker and its text, and who its speakers are. */
export interface TurnReading {
  readonly speaker?: string | undefined;
  readonly text?: string | undefined;
  readonly visitor?: readonly string[] | undefined;
  readonly site?: readonly string[] | undefined;
  /** The speaker that is the visitor, such as a requester's ID; every other is the site. */
  readonly visitorId?: string | undefined;
}

const VISITORS = ["visitor", "customer", "user", "client", "caller", "guest", "member", "lead", "contact", "requester"];
const ALSO_VISITORS = ["end-user", "end user", "consumer", "external", "inbound", "incoming"];
const SITES = ["site", "agent", "bot", "assistant", "system", "operator", "staff", "support", "brand", "admin"];
const ALSO_SITES = ["teammate", "internal", "workflow", "acd", "ivr", "outgoing", "outbound", "outbound-api"];
const MORE_SITES = ["outbound-reply", "outbound-call"];
const SPEAKERS = ["speaker", "from", "role", "author", "author.type", "sender"];
const TEXTS = ["text", "message", "body", "content"];

/** A line such as `Customer: it broke again`. */
const SPOKEN = /^\s*([A-Za-z]{2,20})\s*:\s*(.*)$/;
const ENTITIES = new Map([
  ["&nbsp;", " "],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&amp;", "&"],
]);

/** The side of a conversation that a word names. Undefined for an unknown word. */
export function speakerOf(name: string, reading: TurnReading = {}): Turn["speaker"] | undefined {
  if (reading.visitorId !== undefined) return name === reading.visitorId ? "visitor" : "site";
  const word = name.toLowerCase();
  const isOneOf = (...lists: readonly (readonly string[])[]) => lists.flat().some((one) => one.toLowerCase() === word);
  if (isOneOf(reading.visitor ?? [])) return "visitor";
  if (isOneOf(reading.site ?? [])) return "site";
  if (isOneOf(VISITORS, ALSO_VISITORS)) return "visitor";
  return isOneOf(SITES, ALSO_SITES, MORE_SITES) ? "site" : undefined;
}

/**
 * Parses a conversation: a JSON list of objects with a speaker and a text, or lines that start with the speaker. Entries
 * without a text, such as an assignment, are left out. Undefined if a speaker is unknown.
 */
export function turnsOf(cell: string, reading: TurnReading = {}): Turn[] | undefined {
  return cell.startsWith("[") ? fromJson(cell, reading) : fromLines(cell, reading);
}

function fromJson(cell: string, reading: TurnReading): Turn[] | undefined {
  let list: unknown;
  try {
    list = parseExactJson(cell);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  const turns: Turn[] = [];
  for (const one of list) {
    const text = firstText(one, reading.text === undefined ? TEXTS : [reading.text]);
    const name = firstText(one, reading.speaker === undefined ? SPEAKERS : [reading.speaker]);
    const speaker = speakerOf(name ?? "", reading);
    if (text === undefined && name !== undefined) continue;
    if (!speaker || text === undefined) return undefined;
    turns.push({ speaker, text: plainText(text) });
  }
  return turns;
}

/** The first of these values that is a text or a number. */
function firstText(entry: unknown, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const value = valueAt(entry, path);
    if (typeof value === "string" || typeof value === "number") return cellText(value);
  }
  return undefined;
}

/** A text without the tags of HTML. */
export function plainText(text: string): string {
  if (!/<[a-z][^>]*>/i.test(text)) return text;
  const lines = text.replaceAll(/<(?:br|\/p|\/div|\/li)[^>]*>/gi, "\n").replaceAll(/<[^>]+>/g, "");
  return [...ENTITIES].reduce((found, [entity, sign]) => found.replaceAll(entity, sign), lines).trim();
}

function fromLines(cell: string, reading: TurnReading): Turn[] | undefined {
  const turns: Turn[] = [];
  for (const line of cell.split(/\r\n|\n|\r/)) {
    const [, name = "", text = ""] = SPOKEN.exec(line) ?? [];
    const speaker = name === "" ? undefined : speakerOf(name, reading);
    const last = turns.at(-1);
    if (speaker) turns.push({ speaker, text });
    else if (last) turns[turns.length - 1] = { ...last, text: `${last.text}\n${line}` };
    else if (line.trim() !== "") return undefined;
  }
  return turns;
}
