import { type ConversationCue, conversationCues } from "./conversation-cues.ts";
import type { Turn } from "./turn.ts";

/** What a cue adds to the log-odds of frustration, and of an unresolved contact. Set beforehand, by no data. */
export const CUE_WEIGHTS: Readonly<
  Record<ConversationCue, { readonly frustration: number; readonly unresolved: number }>
> = {
  "site-failed": { frustration: 1, unresolved: 1.5 },
  "site-repeats": { frustration: 0.5, unresolved: 1 },
  "repeated-request": { frustration: 1, unresolved: 1 },
  correction: { frustration: 1, unresolved: 1 },
  persistence: { frustration: 1, unresolved: 1 },
  loud: { frustration: 1, unresolved: 0.5 },
  thanks: { frustration: -1.5, unresolved: -1.5 },
};

/** Log-odds of an unresolved contact of which nothing is known: about one in eight. */
const UNRESOLVED_BASE = -2;
/** How much of the log-odds of frustration counts towards an unresolved contact. */
const FRUSTRATION_SHARE = 0.5;
/** Log-odds of frustration in an ordinary text. */
const ORDINARY_FRUSTRATION = -1.5;

export interface ConversationScores {
  /** 0 to 1: how frustrated the visitor is, by the text and by the conversation. */
  readonly frustration: number;
  /** 0 to 1: that this contact has not solved the matter so far. */
  readonly unresolved: number;
  readonly cues: readonly ConversationCue[];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Scores of a conversation after its last turn, a visitor's.
 *
 * @param textFrustration - The emotion model's calibrated probability of frustration for that turn, 0 to 1.
 */
export function conversationScores(turns: readonly Turn[], textFrustration: number): ConversationScores {
  const cues = conversationCues(turns);
  const p = Math.min(Math.max(textFrustration, 1e-4), 1 - 1e-4);
  const text = Math.log(p / (1 - p));
  const sum = (of: "frustration" | "unresolved") => cues.reduce((total, cue) => total + CUE_WEIGHTS[cue][of], 0);
  return {
    frustration: sigmoid(text + sum("frustration")),
    unresolved: sigmoid(UNRESOLVED_BASE + FRUSTRATION_SHARE * (text - ORDINARY_FRUSTRATION) + sum("unresolved")),
    cues,
  };
}
