import type { Classification, Prediction, Reason } from "@sedge/client-sdk";
import { element } from "../element.ts";

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Below this a reason moved the log-odds too little to be worth a word. */
const NO_EFFECT = 0.05;
/** From here on it turned the odds by half or more (e^0.4). */
const STRONG_EFFECT = 0.4;

/** A reason in words: what was seen, and which way it pulled. */
export function reasonInWords({ label, value, effect }: Reason): string {
  const size = Math.abs(effect) >= STRONG_EFFECT ? "strongly" : "slightly";
  return `${label}: ${short.format(value)}, ${size} ${effect > 0 ? "for" : "against"}`;
}

/** A probability as people say it: never quite certain. */
export function chance(probability: number): string {
  if (probability > 0.99) return "over 99%";
  return probability < 0.01 ? "under 1%" : percent.format(probability);
}

function drawPrediction({ label, probability, reasons }: Prediction): HTMLElement {
  const told = reasons.filter(({ effect }) => Math.abs(effect) >= NO_EFFECT);
  return element(
    "li",
    {},
    element("div", { class: "prediction" }, element("span", {}, label), element("strong", {}, chance(probability))),
    element("progress", { max: 1, value: probability, "aria-label": label }),
    told.length > 0 &&
      element("ul", { class: "reasons" }, ...told.map((reason) => element("li", {}, reasonInWords(reason)))),
  );
}

/** What the device concludes: a bar for each answer, and why. */
export function drawConclusions({ predictions, events }: Classification): HTMLElement[] {
  return [
    element("ul", { class: "predictions" }, ...predictions.map(drawPrediction)),
    element(
      "p",
      { class: "quiet" },
      `From ${events} ${events === 1 ? "thing" : "things"} noticed in this visit, on this device.`,
    ),
  ];
}
