import type {
  Abstention,
  Classification,
  Friction,
  IntentShare,
  Journey,
  Prediction,
  Reason,
  Resolution,
} from "@sedge/client-sdk";
import { element } from "../element.ts";

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Reasons that change the log-odds less than this are not shown. */
const NO_EFFECT = 0.05;
/** From here on a reason changes the odds by half or more (e^0.4). */
const STRONG_EFFECT = 0.4;
/** How many of the six intents are shown. The callback has all of them. */
const SHOWN_INTENTS = 3;
/** Probability below which an unresolved problem is not shown. */
const MIN_UNRESOLVED = 0.05;

/** A reason as text: the feature, its value, and its direction. */
export function reasonInWords({ label, value, effect }: Reason): string {
  const size = Math.abs(effect) >= STRONG_EFFECT ? "strongly" : "slightly";
  return `${label}: ${short.format(value)}, ${size} ${effect > 0 ? "for" : "against"}`;
}

/** A probability as a percentage, never 0 % or 100 %. */
export function chance(probability: number): string {
  if (probability > 0.99) return "over 99%";
  return probability < 0.01 ? "under 1%" : percent.format(probability);
}

/** A friction signal, as text. */
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
  const shown = reasons.filter(({ effect }) => Math.abs(effect) >= NO_EFFECT);
  return drawBar(label, probability, shown.map(reasonInWords));
}

function drawTrouble({ score, signals }: Friction, { unresolved, reasons }: Resolution): HTMLElement[] {
  const bars = [
    signals.length > 0 && drawBar("friction", score, signals.map(signalInWords)),
    unresolved >= MIN_UNRESOLVED &&
      drawBar(
        "will come back with the same problem",
        unresolved,
        reasons.map(({ label }) => label),
      ),
  ];
  const drawn = bars.filter((bar) => bar !== false);
  if (drawn.length === 0) return [element("p", { class: "quiet" }, "No friction so far.")];
  return [element("ul", { class: "predictions" }, ...drawn)];
}

const STAGES: Readonly<Record<Journey["stage"], string>> = {
  "first-visit": "here for the first time",
  consider: "comparing products",
  intend: "about to choose a product",
  buy: "buying",
  use: "using a purchase",
  trouble: "having a problem",
  lapse: "back after a long time",
};

/** The visitor's journey stage, as text. */
export function journeyInWords({ stage, since }: Journey): string {
  return `${STAGES[stage]}, since ${since}`;
}

/** Why there is no answer about shopping, as text. */
export function abstentionInWords({ state, message }: Abstention): string {
  const answer = state === "too-early" ? "Too early to say anything about shopping." : "Nothing to say about shopping.";
  return `${answer} ${message}`;
}

/** The classification: a bar for each answer, with its reasons. */
export function drawConclusions(classification: Classification): HTMLElement[] {
  const { intent, predictions, abstained, friction, resolution, journey, events } = classification;
  const section = (title: string, ...content: readonly HTMLElement[]) => [element("h4", {}, title), ...content];
  return [
    ...(intent
      ? section(
          "Likely intent of this visit",
          element("ul", { class: "predictions" }, ...intent.slice(0, SHOWN_INTENTS).map(drawPrediction)),
        )
      : []),
    ...(abstained ? [element("p", {}, abstentionInWords(abstained))] : []),
    ...(predictions.length > 0
      ? section("Predictions", element("ul", { class: "predictions" }, ...predictions.map(drawPrediction)))
      : []),
    ...(journey ? section("Stage of your journey", element("p", {}, journeyInWords(journey))) : []),
    ...section("Friction", ...drawTrouble(friction, resolution)),
    element(
      "p",
      { class: "quiet" },
      `Based on ${events} ${events === 1 ? "event" : "events"} of this visit, on this device.`,
    ),
  ];
}
