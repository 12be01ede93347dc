export {
  type IntentAnswers,
  NEXT_STEPS,
  type NextStep,
  type RankedIntent,
  SESSION_INTENTS,
  sessionIntent,
  type SessionIntent,
  type SessionIntentCode,
  supportIntent,
  type SupportIntent,
  type SupportReason,
} from "./lib/intent/session-intent.ts";
