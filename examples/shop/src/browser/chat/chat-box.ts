import type { Classifier, TextClassification, TextTurn } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { faultInWords } from "../fault.ts";
import { understoodInWords } from "./understood.ts";

/** What the shop answers, whatever was written: it is a demonstration. */
const ANSWER = "Thank you. This is a demonstration: nobody reads this chat, and nothing of it leaves your device.";
const NOT_AGREED = "You have not agreed that this device thinks about your visit, so it did not read this.";
const NOT_THERE = "Sedge is not there, so nothing read this.";
/** Longest message, in UTF-16 code units. */
const MAX_MESSAGE_CHARS = 1_000;
/** How far back the device looks for what was said before. */
const MAX_TURNS = 40;

/** A chat: what was written, what the shop answers, and what the device made of it. */
export interface ChatBox {
  readonly node: HTMLElement;
  readonly field: HTMLTextAreaElement;
  /** From now on messages are read by this. */
  use(sedge: Pick<Classifier, "classifyText" | "consent">): void;
}

function message(who: string, words: string, ...more: readonly HTMLElement[]): HTMLElement {
  return element(
    "li",
    { class: who === "You" ? "said own" : "said" },
    element("span", { class: "who" }, who),
    element("p", {}, words),
    ...more,
  );
}

/** What the device understood, as a small list under the shop's answer. */
function drawUnderstood(classification: TextClassification): HTMLElement[] {
  const lines = understoodInWords(classification);
  if (lines.length === 0) return [element("p", { class: "quiet" }, "This device could not read it.")];
  return [
    element("p", { class: "quiet" }, "What this device understood:"),
    element("ul", {}, ...lines.map((line) => element("li", {}, line))),
  ];
}

/** @param id - Tells the parts of this chat from those of another on the same page. */
export function chatBox(id: string): ChatBox {
  const turns: TextTurn[] = [];
  let reader: Pick<Classifier, "classifyText" | "consent"> | undefined;
  const log = element("ol", { class: "log", role: "log", "aria-label": "Conversation", tabindex: 0 });
  const field = element("textarea", {
    id: `${id}-message`,
    rows: 2,
    maxlength: MAX_MESSAGE_CHARS,
    autocomplete: "off",
    placeholder: "Ask or complain …",
    required: true,
  });
  const say = (node: HTMLElement) => log.append(node);
  const read = async (text: string): Promise<HTMLElement[]> => {
    if (!reader) return [element("p", { class: "quiet" }, NOT_THERE)];
    if (!reader.consent.get().purposes.includes("classify")) return [element("p", { class: "quiet" }, NOT_AGREED)];
    return drawUnderstood(await reader.classifyText(text, { before: turns.slice(-MAX_TURNS) }));
  };
  const send = async () => {
    const text = field.value.trim();
    if (text === "") return;
    field.value = "";
    const own = message("You", text);
    say(own);
    const understood = await read(text).catch((error: unknown) => [
      element("p", { class: "quiet" }, faultInWords(error)),
    ]);
    // Said at once and whole, so that a screen reader reads one answer and not a draft of it.
    say(message("Marsh & Reed", ANSWER, element("div", { class: "understood" }, ...understood)));
    turns.push({ speaker: "visitor", text }, { speaker: "site", text: ANSWER });
    log.scrollTop = own.offsetTop - log.offsetTop;
  };
  const form = element(
    "form",
    {
      class: "write",
      submit: (event) => {
        event.preventDefault();
        void send();
      },
    },
    element("label", { class: "visually-hidden", for: field.id }, "Your message"),
    field,
    element("button", { type: "submit", class: "button" }, "Send"),
  );
  field.addEventListener("keydown", (event) => {
    // Enter ends a message, as in every chat; with Shift it ends a line. While a word is being composed it chooses it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return { node: element("div", { class: "chat" }, log, form), field, use: (sedge) => (reader = sedge) };
}
