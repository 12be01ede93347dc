import type { Turn } from "@sedge/features/conversation";
import * as v from "valibot";

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
