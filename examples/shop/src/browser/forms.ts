import type { Classifier } from "@sedge/client-sdk";
import { emptyCart } from "./cart.ts";
import { byId } from "./element.ts";
import { faultInWords } from "./fault.ts";
import { proofFromShop, signInAtShop, signOutAtShop } from "./login.ts";

function fieldText(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** The checkout and the contact form. Neither sends anything. */
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
    if (status) status.textContent = "Nothing was sent. Your message stayed on this device.";
    contact.reset();
  });
}

/** Signing in passes identifiers to Sedge, which blinds them before anything leaves. Signing out removes them from the device. */
export function serveSignIn(sedge: Pick<Classifier, "identify" | "reset">): void {
  const form = byId("sign-in", HTMLFormElement);
  const status = byId("sign-in-status", HTMLParagraphElement);
  if (!form || !status) return;
  const show = (text: string) => {
    status.textContent = text;
  };
  const signIn = async () => {
    const given = ["email", "phone", "loyalty"].map((name) => [name, fieldText(form, name)] as const);
    const identifiersGiven = Object.fromEntries(given.filter(([, value]) => value !== ""));
    const password = fieldText(form, "password");
    show("One moment …");
    await signOutAtShop();
    if (password !== "" && !(await signInAtShop({ ...identifiersGiven, password }))) {
      return show("This is not the password of that account.");
    }
    const { state, tokens } = await sedge.identify({ ...identifiersGiven, proof: proofFromShop });
    const identifiers = tokens === 1 ? "one identifier" : `${tokens} identifiers`;
    const linked = `Linked: this visit is now connected to ${identifiers}.`;
    show(state === "linked" ? linked : "Waiting on this device until both operators can be reached.");
    form.reset();
    return undefined;
  };
  const signOut = async () => {
    await sedge.reset();
    await signOutAtShop();
    show("Signed out. This device no longer stores your identifiers.");
  };
  const fault = (error: unknown) => show(faultInWords(error));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signIn().catch(fault);
  });
  document.getElementById("sign-out")?.addEventListener("click", () => void signOut().catch(fault));
}
