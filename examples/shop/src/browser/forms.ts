import type { Classifier } from "@sedge/client-sdk";
import { emptyCart } from "./cart.ts";
import { byId } from "./element.ts";

function fieldText(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** The checkout and the contact form: both look like what they are, and send nothing. */
export function serveQuietForms(): void {
  byId("checkout", HTMLFormElement)?.addEventListener("submit", (event) => {
    event.preventDefault();
    emptyCart();
    location.assign("/confirmation");
  });
  const contact = byId("contact", HTMLFormElement);
  contact?.addEventListener("submit", (event) => {
    event.preventDefault();
    const status = byId("contact-status", HTMLParagraphElement);
    if (status) status.textContent = "Sent nowhere, as promised.";
    contact.reset();
  });
}

/** Signing in: hands identifiers to Sedge, which blinds them before anything leaves; signing out forgets the person. */
export function serveSignIn(sedge: Pick<Classifier, "identify" | "reset">): void {
  const form = byId("sign-in", HTMLFormElement);
  const status = byId("sign-in-status", HTMLParagraphElement);
  if (!form || !status) return;
  const say = (words: string) => {
    status.textContent = words;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = ["email", "phone", "loyalty"].map((name) => [name, fieldText(form, name)] as const);
    const identifiers = Object.fromEntries(given.filter(([, value]) => value !== ""));
    say("One moment …");
    sedge.identify(identifiers).then(
      ({ state, tokens }) => {
        const linked = `Linked: this visit now belongs to ${tokens === 1 ? "one identifier" : `${tokens} identifiers`} of yours.`;
        say(state === "linked" ? linked : "Kept on this device until both operators can be reached.");
        form.reset();
      },
      (error: unknown) => say(error instanceof Error ? error.message : "That did not work."),
    );
  });
  document.getElementById("sign-out")?.addEventListener("click", () => {
    sedge.reset().then(
      () => say("Signed out. Nothing on this device points to you any more."),
      (error: unknown) => say(error instanceof Error ? error.message : "That did not work."),
    );
  });
}
