import type { Classifier, TextClassification, TextTurn } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { faultInWords } from "../fault.ts";
import { understoodInWords } from "./understood.ts";

/** The shop's answer to every message: the chat is a demonstration. */
const ANSWER = "Thank you. This is a demonstration: nobody reads this chat, and your messages stay on your device.";
const NOT_AGREED = "You have not agreed to classification on this device, so your message was not classified.";
const NOT_THERE = "Sedge has not loaded, so your message was not classified.";
/** Longest message, in UTF-16 code units. */
const MAX_MESSAGE_CHARS = 1_000;
/** Number of earlier messages that the classifier uses as context. */
const MAX_TURNS = 40;

/** A chat: the visitor's messages, the shop's answers, and the classifications made on the device. */
export interface ChatBox {
  readonly node: HTMLElement;
  readonly field: HTMLTextAreaElement;
  /** Classifies later messages with this classifier. */
  use(sedge: Pick<Classifier, "classifyText" | "consent">): void;
}

function message(who: string, words: string, ...more: readonly HTMLElement[]): HTMLElement {
  return element(
    "li",
    { class: who === "You" ? "message own" : "message" },
    element("span", { class: "who" }, who),
    element("p", {}, words),
    ...more,
  );
}

/** The classification, as a list below the shop's answer. */
function drawUnderstood(classification: TextClassification): HTMLElement[] {
  const lines = understoodInWords(classification);
  if (lines.length === 0) return [element("p", { class: "quiet" }, "This device could not classify the message.")];
  return [
    element("p", { class: "quiet" }, "Classified on this device:"),
    element("ul", {}, ...lines.map((line) => element("li", {}, line))),
  ];
}

/** @param id - Prefix of element IDs, unique on the page. */
export function chatBox(id: string): ChatBox {
  const turns: TextTurn[] = [];
  let classifier: Pick<Classifier, "classifyText" | "consent"> | undefined;
  const log = element("ol", { class: "log", role: "log", "aria-label": "Conversation", tabindex: 0 });
  const field = element("textarea", {
    id: `${id}-message`,
    rows: 2,
    maxlength: MAX_MESSAGE_CHARS,
    autocomplete: "off",
    placeholder: "Ask a question or describe a problem …",
    required: true,
  });
  const append = (node: HTMLElement) => log.append(node);
  const read = async (text: string): Promise<HTMLElement[]> => {
    if (!classifier) return [element("p", { class: "quiet" }, NOT_THERE)];
    if (!classifier.consent.get().purposes.includes("classify")) return [element("p", { class: "quiet" }, NOT_AGREED)];
    return drawUnderstood(await classifier.classifyText(text, { before: turns.slice(-MAX_TURNS) }));
  };
  const send = async () => {
    const text = field.value.trim();
    if (text === "") return;
    field.value = "";
    const own = message("You", text);
    append(own);
    const understood = await read(text).catch((error: unknown) => [
      element("p", { class: "quiet" }, faultInWords(error)),
    ]);
    // Appended in one step, so that a screen reader announces one complete answer.
    append(message("Marsh & Reed", ANSWER, element("div", { class: "understood" }, ...understood)));
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
    // Enter sends the message; Shift+Enter starts a new line. During text composition Enter selects a candidate.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return { node: element("div", { class: "chat" }, log, form), field, use: (sedge) => (classifier = sedge) };
}
