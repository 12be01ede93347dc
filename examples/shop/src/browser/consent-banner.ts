import type { Classifier, ConsentChoice } from "@sedge/client-sdk";
import { element } from "./element.ts";

/** The three answers in the banner and in the panel. All three look the same and take one click. */
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
      element("h2", { id: "consent-title" }, "May this shop classify your visit on your device?"),
      element(
        "p",
        {},
        "If you agree, a program on your device estimates what you are looking for and stores the result on your device. ",
        "If you accept all, it also sends pseudonymous data to our edge: a code shared by many visitors, to find your ",
        "cluster, and your visit as part of sums with added noise. Page addresses and what you type in the shop never leave ",
        "your device. If you sign in, your e-mail address or phone number leaves only in blinded form. If you refuse, the ",
        "program does not run and stores nothing.",
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

/** Asks for consent until the visitor decides, and again when the visitor presses the button in the footer. */
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
    // First in the document, so that keyboards and screen readers reach it first.
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
