import { textTokens } from "../text/text-token.ts";
import { contentWords, repeats, type Turn } from "./turn.ts";

/** Stable codes of cues in a conversation that indicate a problem, or its end. */
export const CONVERSATION_CUES = [
  "site-failed",
  "site-repeats",
  "repeated-request",
  "correction",
  "persistence",
  "loud",
  "thanks",
] as const;
export type ConversationCue = (typeof CONVERSATION_CUES)[number];

/** Most turns, from the end, that are looked back on: a longer conversation has long had its say. */
export const MAX_TURNS = 40;

/** The site says that it could not. */
const FAILED =
  /\b(sorry|apologi[sz]e|unfortunately|unable|unsuccessful|not (?:able|available|found|possible)|no (?:such|results?|match\w*|record)|(?:could|can|was|were|did|do|does)(?: not|n't)|cannot|failed|there (?:is|are) (?:no|none|not)|(?:don't|do not) (?:have|see|find)|none)\b/i;
/** The visitor takes back what the site understood. */
const CORRECTED =
  /^(?:no|nope|not|wait)\b(?!,? (?:thanks|thank|that'?s (?:all|it|everything)|i'?m (?:good|fine|all)|that will|that would be all))|\bi (?:said|asked|meant|told|wanted)\b|\b(?:not what i|that'?s not|that is not|wrong|incorrect|mistake|misunderst\w+)\b/i;
/** It has been going on. */
const PERSISTED =
  /\b(?:still|again|already|anymore|(?:second|third|fourth|fifth|several|many|\d+) times?|(?:nobody|no ?one) (?:answers?|replies|cares|helps?)|(?:keeps?|kept) \w+ing|waiting|for (?:hours|days|weeks|months))\b/i;
const THANKED =
  /\b(?:thanks?|thank you|great|perfect|wonderful|excellent|awesome|goodbye|bye|that'?s (?:all|it|everything))\b/i;

function isLoud(text: string): boolean {
  const tokens = textTokens(text);
  const marks = tokens.some(({ kind, form }) => kind === "mark" && /^[!?]{2,}$/.test(form));
  const words = tokens.filter(({ kind, form }) => kind === "word" && form.length > 1);
  const shouted = words.filter(({ isShouted }) => isShouted).length;
  return marks || (shouted >= 2 && shouted / words.length >= 0.3);
}

/**
 * Cues in a visitor's last turn and in the site's turn before it, by rules on English words. Empty unless the last turn
 * is a visitor's.
 */
export function conversationCues(turns: readonly Turn[]): ConversationCue[] {
  const recent = turns.slice(-MAX_TURNS);
  const last = recent.at(-1);
  if (last?.speaker !== "visitor") return [];
  const before = recent.slice(0, -1);
  const [own, site] = (["visitor", "site"] as const).map((who) => before.filter(({ speaker }) => speaker === who));
  const answered = before.at(-1)?.speaker === "site" ? before.at(-1) : undefined;
  const earlier = (site ?? []).filter((turn) => turn !== answered);
  const isAgain = (text: string, others: readonly Turn[]) =>
    others.some((other) => repeats(contentWords(text), contentWords(other.text)));
  const holds: Readonly<Record<ConversationCue, boolean>> = {
    "site-failed": answered !== undefined && FAILED.test(answered.text),
    "site-repeats": answered !== undefined && isAgain(answered.text, earlier),
    "repeated-request": isAgain(last.text, own ?? []),
    correction: CORRECTED.test(last.text),
    persistence: PERSISTED.test(last.text),
    loud: isLoud(last.text),
    thanks: THANKED.test(last.text),
  };
  return CONVERSATION_CUES.filter((cue) => holds[cue]);
}
