import { abstentionOf, type Session } from "@sedge/features";
import { friction } from "@sedge/features/friction";
import { type NextStep, sessionIntent, supportIntent, type SupportReason } from "@sedge/features/intent";
import { resolution, resolutionFacts } from "@sedge/features/resolution";
import type { Classification, IntentShare, Prediction, Reason } from "../../classification.ts";

/** The model that foresees the visitor's next step: a part of the intent, not a prediction of its own. */
const NEXT_STEP_MODEL = "session-intent";
/** Most reasons given for one conclusion. */
const MAX_REASONS = 3;
/** What a rule's chance counts as at least, so that its log-odds are finite: without a sign it is 0. */
const LEAST = 0.01;

/**
 * What follows from the models' predictions and the session itself. A visit that has shown nothing of a shop gets none of the models'
 * answers, whatever they say. Pure.
 */
export function conclusions(
  session: Session,
  predicted: readonly Prediction[],
): Pick<Classification, "intent" | "predictions" | "abstained" | "support" | "friction" | "resolution"> {
  const { unresolved, reasons } = resolution(resolutionFacts(session));
  const support = supportIntent(session);
  const abstained = abstentionOf(session);
  return {
    intent: abstained ? null : intentShares(session, predicted),
    predictions: abstained ? [] : predicted.filter(({ model }) => model !== NEXT_STEP_MODEL),
    ...(abstained && { abstained }),
    support: { probability: support.probability, reasons: supportReasons(support.reasons) },
    friction: friction(session),
    resolution: { unresolved, reasons: reasons.slice(0, MAX_REASONS) },
  };
}

function intentShares(session: Session, predicted: readonly Prediction[]): IntentShare[] | null {
  const steps = predicted.filter(({ model }) => model === NEXT_STEP_MODEL);
  const chanceOf = (step: NextStep) => steps.find(({ code }) => code === step)?.probability;
  const leave = chanceOf("leave");
  const compare = chanceOf("compare");
  const research = chanceOf("research");
  const browse = chanceOf("browse");
  if (leave === undefined || compare === undefined || research === undefined || browse === undefined) return null;
  const purchase = predicted.find(({ code }) => code === "purchase");
  const found = sessionIntent(session, {
    next: { leave, compare, research, browse },
    purchase: purchase?.probability,
  });
  if (!found) return null;
  return found.intents.map(({ code, label, probability }) => {
    const prediction = code === "buy" ? purchase : steps.find((step) => step.code === code);
    const reasons = code === "support" ? supportReasons(found.supportReasons) : (prediction?.reasons ?? []);
    return { code, label, probability, reasons };
  });
}

/** Signs that help is wanted, each with the log-odds that would be missing without it. */
function supportReasons(signs: readonly SupportReason[]): Reason[] {
  const logOdds = (chance: number) => Math.log(Math.max(chance, LEAST) / (1 - chance));
  const chanceWithout = (left: SupportReason | null) =>
    1 - signs.reduce((rest, sign) => (sign === left ? rest : rest * (1 - sign.strength)), 1);
  return signs
    .map((sign) => ({
      feature: sign.code,
      label: sign.label,
      value: sign.value,
      effect: logOdds(chanceWithout(null)) - logOdds(chanceWithout(sign)),
    }))
    .slice(0, MAX_REASONS);
}
