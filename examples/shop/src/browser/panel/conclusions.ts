import type { Classification, Friction, IntentShare, Journey, Prediction, Reason, Resolution } from "@sedge/client-sdk";
import { element } from "../element.ts";

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Below this a reason moved the log-odds too little to be worth a word. */
const NO_EFFECT = 0.05;
/** From here on it turned the odds by half or more (e^0.4). */
const STRONG_EFFECT = 0.4;
/** How many of the six intents are shown; the rest are told by the callback. */
const SHOWN_INTENTS = 3;
/** Chance below which it is not worth saying that something may be left unsolved. */
const SOLVED = 0.05;

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

/** What got in the way, in words. */
export function signalInWords({ label, count }: Friction["signals"][number]): string {
  return count === 1 ? label : `${label}, ${count} times`;
}

function drawBar(label: string, probability: number, reasons: readonly string[]): HTMLElement {
  return element(
    "li",
    {},
    element("div", { class: "prediction" }, element("span", {}, label), element("strong", {}, chance(probability))),
    element("progress", { max: 1, value: probability, "aria-label": label }),
    reasons.length > 0 && element("ul", { class: "reasons" }, ...reasons.map((reason) => element("li", {}, reason))),
  );
}

function drawPrediction({ label, probability, reasons }: Prediction | IntentShare): HTMLElement {
  const told = reasons.filter(({ effect }) => Math.abs(effect) >= NO_EFFECT);
  return drawBar(label, probability, told.map(reasonInWords));
}

function drawTrouble({ score, signals }: Friction, { unresolved, reasons }: Resolution): HTMLElement[] {
  const bars = [
    signals.length > 0 && drawBar("friction", score, signals.map(signalInWords)),
    unresolved >= SOLVED &&
      drawBar(
        "comes back with the same matter",
        unresolved,
        reasons.map(({ label }) => label),
      ),
  ];
  const drawn = bars.filter((bar) => bar !== false);
  if (drawn.length === 0) return [element("p", { class: "quiet" }, "Nothing was in your way so far.")];
  return [element("ul", { class: "predictions" }, ...drawn)];
}

const STAGES: Readonly<Record<Journey["stage"], string>> = {
  "first-visit": "here for the first time",
  consider: "looking at what there is",
  intend: "about to take something",
  buy: "buying",
  use: "using what was bought",
  trouble: "something is in the way",
  lapse: "back after a long time",
};

/** Where the visitor stands, in words. */
export function journeyInWords({ stage, since }: Journey): string {
  return `${STAGES[stage]}, since ${since}`;
}

/** What the device concludes: a bar for each answer, and why. */
export function drawConclusions(classification: Classification): HTMLElement[] {
  const { intent, predictions, friction, resolution, journey, events } = classification;
  const section = (title: string, ...content: readonly HTMLElement[]) => [element("h4", {}, title), ...content];
  return [
    ...(intent
      ? section(
          "What you want of this visit",
          element("ul", { class: "predictions" }, ...intent.slice(0, SHOWN_INTENTS).map(drawPrediction)),
        )
      : []),
    ...section("What comes next", element("ul", { class: "predictions" }, ...predictions.map(drawPrediction))),
    ...(journey ? section("Where you stand with the shop", element("p", {}, journeyInWords(journey))) : []),
    ...section("What was in the way", ...drawTrouble(friction, resolution)),
    element(
      "p",
      { class: "quiet" },
      `From ${events} ${events === 1 ? "thing" : "things"} noticed in this visit, on this device.`,
    ),
  ];
}
