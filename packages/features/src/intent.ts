export {
  type IntentAnswers,
  NEXT_STEPS,
  type NextStep,
  type RankedIntent,
  SESSION_INTENTS,
  sessionIntent,
  type SessionIntent,
  type SessionIntentCode,
} from "./lib/intent/session-intent.ts";
export { supportIntent, type SupportIntent, type SupportReason } from "./lib/intent/support-intent.ts";
