import type { Classifier } from "@sedge/client-sdk";
import { emptyCart } from "./cart.ts";
import { byId } from "./element.ts";
import { faultInWords } from "./fault.ts";

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
  const signIn = async () => {
    const given = ["email", "phone", "loyalty"].map((name) => [name, fieldText(form, name)] as const);
    say("One moment …");
    const { state, tokens } = await sedge.identify(Object.fromEntries(given.filter(([, value]) => value !== "")));
    const identifiers = tokens === 1 ? "one identifier" : `${tokens} identifiers`;
    const linked = `Linked: this visit now belongs to ${identifiers} of yours.`;
    say(state === "linked" ? linked : "Kept on this device until both operators can be reached.");
    form.reset();
  };
  const signOut = async () => {
    await sedge.reset();
    say("Signed out. Nothing on this device points to you any more.");
  };
  const fault = (error: unknown) => say(faultInWords(error));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signIn().catch(fault);
  });
  document.getElementById("sign-out")?.addEventListener("click", () => void signOut().catch(fault));
}
