import type { PersonalizedElement, PersonalizeExplanation } from "@sedge/client-sdk";
import { element } from "../element.ts";

const RESULTS: Readonly<Record<PersonalizeExplanation["result"], string>> = {
  matched: "matched",
  "not-matched": "not matched",
  "not-known": "not known yet",
  "bad-rule": "invalid rule",
};
const WAITS: Readonly<Record<NonNullable<PersonalizedElement["waitsFor"]>, string>> = {
  focus: "changes when you leave the field",
  input: "changes with your next click, so that visible content does not move",
};

/** The state of an element, as text. */
export function stateInWords({ element: name, state, waitsFor }: PersonalizedElement): string {
  const text = state === "as-written" ? "unchanged" : state;
  return `${name}: ${text}${waitsFor ? `; ${WAITS[waitsFor]}` : ""}`;
}

function drawRule({ rule, when, result, why, elements }: PersonalizeExplanation): HTMLElement {
  const lines = [...why, ...elements.map(stateInWords)];
  return element(
    "li",
    {},
    element("div", { class: "prediction" }, element("span", {}, when || rule), element("strong", {}, RESULTS[result])),
    element("ul", { class: "reasons" }, ...lines.map((line) => element("li", {}, line))),
  );
}

/** Each rule of the page: its result, the reasons, and the elements that it shows or hides. */
export function drawPageRules(rules: readonly PersonalizeExplanation[]): HTMLElement[] {
  if (rules.length === 0) return [element("p", { class: "quiet" }, "This page has no rules: everyone sees the same.")];
  return [element("ul", { class: "predictions" }, ...rules.map(drawRule))];
}
