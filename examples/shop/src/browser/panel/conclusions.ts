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
  const size = Math.abs(effect) >= STRONG_EFFECT ? "much " : "a little ";
  const direction = effect > 0 ? "likelier" : "less likely";
  return `${label}: ${short.format(value)}, makes it ${size}${direction}`;
}

function drawPrediction({ label, probability, reasons }: Prediction): HTMLElement {
  const told = reasons.filter(({ effect }) => Math.abs(effect) >= NO_EFFECT);
  return element(
    "li",
    {},
    element(
      "div",
      { class: "prediction" },
      element("span", {}, label),
      element("strong", {}, percent.format(probability)),
    ),
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
