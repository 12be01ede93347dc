import type { ConsentChoice, ConsentState } from "@sedge/client-sdk";
import { ANSWERS } from "../consent-banner.ts";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const PURPOSES = [
  ["classify", "Think on this device"],
  ["link", "Ask the edge for a cluster"],
  ["learn", "Add to noisy sums"],
] as const;

/** The decision as it stands, and the buttons to change it. */
export function drawConsent(state: ConsentState, decide: (choice: ConsentChoice) => void): HTMLElement[] {
  const answer = (given: boolean) => (given ? "yes" : state.decided ? "no" : "not asked");
  return [
    facts(PURPOSES.map(([purpose, label]) => [label, answer(state.purposes.includes(purpose))])),
    ...(state.globalPrivacyControl
      ? [element("p", { class: "quiet" }, "Your browser sends Global Privacy Control: linking and sums stay refused.")]
      : []),
    element(
      "div",
      { class: "buttons" },
      ...ANSWERS.map(({ label, choice }) => element("button", { type: "button", click: () => decide(choice) }, label)),
    ),
  ];
}
