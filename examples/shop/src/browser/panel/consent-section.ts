import type { ConsentChoice, ConsentState } from "@sedge/client-sdk";
import { ANSWERS } from "../consent-banner.ts";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const PURPOSES = [
  ["classify", "Classify on this device"],
  ["link", "Link: get a cluster from the edge"],
  ["learn", "Learn: contribute to noisy sums"],
] as const;

const SIGNALS = [
  {
    isSent: (state: ConsentState) => state.globalPrivacyControl,
    text: "Your browser sends Global Privacy Control, so link and learn stay refused.",
  },
  {
    isSent: (state: ConsentState) => state.profileSignal === "honoured",
    text: "Another device of yours sent Global Privacy Control, so link and learn are refused here too, until you decide again.",
  },
];

/** The current consent, and the buttons to change it. */
export function drawConsent(state: ConsentState, decide: (choice: ConsentChoice) => void): HTMLElement[] {
  const answer = (given: boolean) => (given ? "yes" : state.decided ? "no" : "not asked");
  return [
    facts(PURPOSES.map(([purpose, label]) => [label, answer(state.purposes.includes(purpose))])),
    ...SIGNALS.filter(({ isSent }) => isSent(state)).map(({ text }) => element("p", { class: "quiet" }, text)),
    element(
      "div",
      { class: "buttons" },
      ...ANSWERS.map(({ label, choice }) => element("button", { type: "button", click: () => decide(choice) }, label)),
    ),
  ];
}
