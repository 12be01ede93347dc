export {
  CONVERSATION_CUES,
  type ConversationCue,
  conversationCues,
  MAX_TURNS,
} from "./lib/conversation/conversation-cues.ts";
export { type ConversationScores, conversationScores, CUE_WEIGHTS } from "./lib/conversation/conversation-scores.ts";
export type { Turn } from "./lib/conversation/turn.ts";
