import type { TextAnswer, TextClass, TextClassification, TextScore, WordReason } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { chance } from "./conclusions.ts";

/** Words that change the log-odds less than this are not shown. */
const NO_EFFECT = 0.05;

/** Classes below this probability are not shown, except the first. */
const MIN_PROBABILITY = 0.02;

/** A word and its direction. */
export function wordInWords({ word, effect }: WordReason): string {
  return `“${word}” ${effect > 0 ? "for" : "against"}`;
}

function drawBar({ label, probability }: TextClass, reasons: readonly WordReason[] = []): HTMLElement {
  const shown = reasons.filter(({ effect }) => Math.abs(effect) >= NO_EFFECT);
  return element(
    "li",
    {},
    element("div", { class: "prediction" }, element("span", {}, label), element("strong", {}, chance(probability))),
    element("progress", { max: 1, value: probability, "aria-label": label }),
    shown.length > 0 && element("p", { class: "reasons" }, shown.map(wordInWords).join(", ")),
  );
}

/** The likeliest class, and the others above the threshold. */
function shownClasses(classes: readonly TextClass[]): readonly TextClass[] {
  return classes.filter(({ probability }, index) => index === 0 || probability >= MIN_PROBABILITY);
}

function drawAnswer(title: string, { classes, reasons }: TextAnswer, shown: number): HTMLElement[] {
  return [
    element("h4", {}, title),
    element(
      "ul",
      { class: "predictions" },
      ...shownClasses(classes)
        .slice(0, shown)
        .map((one, index) => drawBar(one, index === 0 ? reasons : [])),
    ),
  ];
}

function drawFrustration(score: TextScore): HTMLElement[] {
  return [
    element("h4", {}, "Frustration"),
    element("ul", { class: "predictions" }, drawBar({ ...score, label: "frustrated" }, score.reasons)),
  ];
}

function drawIntent(intent: NonNullable<TextClassification["intent"]>): HTMLElement[] {
  if (!intent.isOutOfScope) return drawAnswer("Likely intent", intent, 3);
  const outOfScope = { code: "out-of-scope", label: "none of the intents that this shop knows" };
  return [
    element("h4", {}, "Likely intent"),
    element(
      "ul",
      { class: "predictions" },
      drawBar({ ...outOfScope, probability: intent.outOfScope ?? 1 }, intent.reasons),
    ),
  ];
}

/** The classification of the last text, each answer with its most relevant words. */
export function drawText({ source, intent, sentiment, emotion, frustration }: TextClassification): HTMLElement[] {
  const read = source === "search" ? "Your search" : "Your text";
  return [
    ...(intent ? drawIntent(intent) : []),
    ...(frustration ? drawFrustration(frustration) : []),
    ...(sentiment ? drawAnswer("Sentiment", sentiment, 1) : []),
    ...(emotion ? drawAnswer("Emotion", emotion, 2) : []),
    element(
      "p",
      { class: "quiet" },
      `${read} was classified on this device and is not stored; only scores count in this visit.`,
    ),
  ];
}
