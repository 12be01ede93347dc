import type { PersonalizedElement, PersonalizeExplanation } from "@sedge/client-sdk";
import { element } from "../element.ts";

const OUTCOMES: Readonly<Record<PersonalizeExplanation["outcome"], string>> = {
  matched: "holds",
  "not-matched": "does not hold",
  "not-known": "not known yet",
  "bad-rule": "can't be read",
};
const WAITS: Readonly<Record<NonNullable<PersonalizedElement["waitsFor"]>, string>> = {
  focus: "changes when you have left it",
  input: "changes with your next click, not under your eyes",
};

/** Where an element stands, in words. */
export function standingInWords({ element: name, state, waitsFor }: PersonalizedElement): string {
  const standing = state === "as-written" ? "as it was written" : state;
  return `${name}: ${standing}${waitsFor ? `; ${WAITS[waitsFor]}` : ""}`;
}

function drawRule({ rule, when, outcome, why, elements }: PersonalizeExplanation): HTMLElement {
  const lines = [...why, ...elements.map(standingInWords)];
  return element(
    "li",
    {},
    element(
      "div",
      { class: "prediction" },
      element("span", {}, when || rule),
      element("strong", {}, OUTCOMES[outcome]),
    ),
    element("ul", { class: "reasons" }, ...lines.map((line) => element("li", {}, line))),
  );
}

/** Each rule of the page: whether it holds, why, and what it shows or hides. */
export function drawDressed(rules: readonly PersonalizeExplanation[]): HTMLElement[] {
  if (rules.length === 0) return [element("p", { class: "quiet" }, "The same as everybody.")];
  return [element("ul", { class: "predictions" }, ...rules.map(drawRule))];
}
