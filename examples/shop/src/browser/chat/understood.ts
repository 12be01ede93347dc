import type { SupportIntent, TextClassification, TextScore, WordReason } from "@sedge/client-sdk";
import { chance } from "../panel/conclusions.ts";

/** The words that raise a score, quoted; empty if there are none. */
export function drivenBy(reasons: readonly WordReason[]): string {
  const words = [...new Set(reasons.filter(({ effect }) => effect > 0).map(({ word }) => `“${word}”`))];
  if (words.length === 0) return "";
  return `because of ${new Intl.ListFormat("en").format(words)}`;
}

const sentence = (...parts: readonly string[]) => `${parts.filter((part) => part !== "").join(", ")}.`;

/** The likeliest intent of a text, or a sentence that it is out of scope. */
export function intentInWords({ classes, outOfScope, isOutOfScope, reasons }: SupportIntent): string {
  if (isOutOfScope) {
    const sure = outOfScope === null ? "" : ` (${chance(outOfScope)})`;
    return sentence(`None of the intents that this shop knows${sure}`, drivenBy(reasons));
  }
  const [likeliest] = classes;
  if (!likeliest) return "No intent.";
  return sentence(`Intent: ${likeliest.label} (${chance(likeliest.probability)})`, drivenBy(reasons));
}

function frustrationInWords({ probability, reasons }: TextScore): string {
  return sentence(`Frustration: ${chance(probability)}`, probability < 0.5 ? "" : drivenBy(reasons));
}

/** The classification of a text, one sentence per answer. */
export function understoodInWords({ intent, sentiment, emotion, frustration }: TextClassification): string[] {
  const mood = [sentiment, emotion].flatMap((answer) => answer?.classes[0] ?? []);
  return [
    ...(intent ? [intentInWords(intent)] : []),
    ...(frustration ? [frustrationInWords(frustration)] : []),
    ...(mood.length > 0
      ? [sentence(`Mood: ${mood.map(({ label, probability }) => `${label} (${chance(probability)})`).join(", ")}`)]
      : []),
  ];
}
