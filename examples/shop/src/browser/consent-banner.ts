import type { Classifier, ConsentChoice } from "@sedge/client-sdk";
import { element } from "./element.ts";

/** The three answers, in the words of the banner and of the panel. Equal in looks and in effort. */
export const ANSWERS: readonly { readonly label: string; readonly choice: ConsentChoice }[] = [
  { label: "Accept all", choice: "all" },
  { label: "Only on this device", choice: { classify: true, link: false, learn: false } },
  { label: "Refuse", choice: "none" },
];

function drawBanner(decide: (choice: ConsentChoice) => void): HTMLElement {
  return element(
    "section",
    { class: "banner", id: "consent-banner", "aria-labelledby": "consent-title", tabindex: -1 },
    element(
      "div",
      {},
      element("h2", { id: "consent-title" }, "May this page think about your visit?"),
      element(
        "p",
        {},
        "With your leave, a small program on your device works out what you may be looking for, and remembers it here. ",
        "If you accept all, it also asks our edge which cluster of visitors you are like, and may add your visit to sums ",
        "with noise. No address, word or name leaves your device. Refuse, and nothing runs, and nothing but your answer is kept.",
      ),
    ),
    element(
      "div",
      { class: "answers" },
      ...ANSWERS.map(({ label, choice }) =>
        element("button", { type: "button", class: "button choice", click: () => decide(choice) }, label),
      ),
    ),
  );
}

/** Asks for consent while nobody has decided, and again whenever the footer's button is pressed. */
export function serveConsentBanner({ consent, on }: Pick<Classifier, "consent" | "on">): void {
  let banner: HTMLElement | undefined;
  let asked: Element | null = null;
  const close = () => {
    banner?.remove();
    banner = undefined;
    if (asked instanceof HTMLElement) asked.focus();
    asked = null;
  };
  const open = () => {
    if (banner) return;
    banner = drawBanner((choice) => {
      void consent.set(choice).then(close);
    });
    // First in the document, so that it is the first thing a keyboard or a screen reader comes to.
    document.body.prepend(banner);
  };
  if (!consent.get().decided) open();
  on("consent", ({ decided }) => {
    if (decided) close();
  });
  document.getElementById("privacy-choices")?.addEventListener("click", ({ currentTarget }) => {
    open();
    asked = currentTarget instanceof Element ? currentTarget : null;
    banner?.focus();
  });
}
