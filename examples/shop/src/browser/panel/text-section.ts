import type { TextAnswer, TextClass, TextClassification, TextScore, WordReason } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { chance } from "./conclusions.ts";

/** Below this a word moved the log-odds too little to be worth telling. */
const NO_EFFECT = 0.05;

/** Probability below which a second class is not worth a bar. */
const WORTH_TELLING = 0.02;

/** A word and which way it pulled. */
export function wordInWords({ word, effect }: WordReason): string {
  return `“${word}” ${effect > 0 ? "for" : "against"}`;
}

function drawBar({ label, probability }: TextClass, reasons: readonly WordReason[] = []): HTMLElement {
  const told = reasons.filter(({ effect }) => Math.abs(effect) >= NO_EFFECT);
  return element(
    "li",
    {},
    element("div", { class: "prediction" }, element("span", {}, label), element("strong", {}, chance(probability))),
    element("progress", { max: 1, value: probability, "aria-label": label }),
    told.length > 0 && element("p", { class: "reasons" }, told.map(wordInWords).join(", ")),
  );
}

/** The likeliest class, and the others that are not out of the question. */
function worthTelling(classes: readonly TextClass[]): readonly TextClass[] {
  return classes.filter(({ probability }, index) => index === 0 || probability >= WORTH_TELLING);
}

function drawAnswer(title: string, { classes, reasons }: TextAnswer, shown: number): HTMLElement[] {
  return [
    element("h4", {}, title),
    element(
      "ul",
      { class: "predictions" },
      ...worthTelling(classes)
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
  if (!intent.isOutOfScope) return drawAnswer("What it wants", intent, 3);
  const sure = { code: "out-of-scope", label: "none of the intents that this shop knows" };
  return [
    element("h4", {}, "What it wants"),
    element("ul", { class: "predictions" }, drawBar({ ...sure, probability: intent.outOfScope ?? 1 }, intent.reasons)),
  ];
}

/** The last text that was read: what it wants and how it feels, each with the words that it rests on. */
export function drawText({ source, intent, sentiment, emotion, frustration }: TextClassification): HTMLElement[] {
  const read = source === "search" ? "What you searched for" : "What you wrote";
  return [
    ...(intent ? drawIntent(intent) : []),
    ...(frustration ? drawFrustration(frustration) : []),
    ...(sentiment ? drawAnswer("Sentiment", sentiment, 1) : []),
    ...(emotion ? drawAnswer("Emotion", emotion, 2) : []),
    element("p", { class: "quiet" }, `${read} was read on this device and is kept nowhere; a few numbers count here.`),
  ];
}
