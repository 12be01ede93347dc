import type { Purpose } from "@sedge/protocol";
import type { PageClassifier } from "./page-classifier.ts";
import type { Classifier } from "./public/classifier.ts";
import type { Identifiers } from "./public/identifiers.ts";
import { SedgeError } from "./sedge-error.ts";

const KINDS = ["email", "phone", "loyalty", "account", "landingLink"] as const;

/** What an object gives of the identifiers, without its other properties. A value of another kind goes on as false, which the worker reports. */
function knownIdentifiers(given: Identifiers): Identifiers {
  const found = KINDS.flatMap((kind) => {
    const value: unknown = Object(given)[kind] ?? "";
    if (String(value).trim() === "") return [];
    return [[kind, /^[sn]/.test(typeof value) && value]];
  });
  if (found.length === 0)
    throw new SedgeError("no-identifier", "Give an e-mail, a phone, a loyalty number or an account.");
  return Object.fromEntries(found);
}

/** A classifier without the part that comes late. */
export type CoreClassifier = Omit<Classifier, "personalize">;

/** The public API of a page's classifier: each method checks what it needs and passes on. */
export function classifierApi(page: PageClassifier): CoreClassifier {
  const { consent, delivery, engine, listeners } = page;
  let resets = 0;
  const needLife = (): void => {
    if (engine.status.state === "stopped") throw new SedgeError("stopped", "This classifier was stopped.");
  };
  const need = (purpose: Purpose): void => {
    needLife();
    if (consent.state.purposes.includes(purpose)) return;
    throw new SedgeError("consent-required", `The visitor has not given \`${purpose}\`; see consent.set.`);
  };
  const noted = (isGood: boolean | undefined, what: string): void => {
    if (isGood !== false) return;
    listeners.emit("problem", { code: "bad-event", message: `${what} is of another form than documented.` });
  };
  return {
    track: (name, properties = {}) => noted(page.observation?.track(name, Object(properties)), `track("${name}")`),
    page: (properties = {}) => noted(page.observation?.page(Object(properties)), "page()"),
    async identify(identifiers) {
      const known = knownIdentifiers(identifiers);
      const { proof } = Object(identifiers);
      needLife();
      const asked = resets;
      // In memory alone, until the visitor has decided: pages call this on load for a visitor who is signed in.
      while (!consent.state.decided) await new Promise((resolve) => listeners.add("consent", resolve));
      need("link");
      if (asked !== resets) throw new SedgeError("consent-required", "The visitor signed out before the decision.");
      if (proof) engine.proof = proof;
      return engine.call("identify", known);
    },
    setProof(proof) {
      engine.proof = proof;
    },
    async classify() {
      need("classify");
      await delivery.flush();
      return engine.call("classify");
    },
    async classifyText(text, options = {}) {
      need("classify");
      return page.understand(text, options);
    },
    async cluster() {
      need("classify");
      await delivery.flush();
      return engine.call("cluster");
    },
    on: (name, listener) => listeners.add(name, listener),
    consent: {
      async set(choice) {
        needLife();
        consent.set(choice);
        await page.applied;
        return consent.state;
      },
      get: () => consent.state,
    },
    privacyBudget: async () => (engine.isOn ? engine.call("privacyBudget") : null),
    ledger: async () => (engine.isOn ? engine.call("ledger") : []),
    async exportMyData() {
      if (engine.isOn) return engine.call("exportMyData");
      return {
        device: { consent: consent.state, session: null, ledger: [], outbox: [], tokens: [], learning: null },
        edge: null,
      };
    },
    async eraseMyData() {
      page.forget();
      if (consent.state.purposes.includes("classify")) consent.renew();
      return engine.isOn || consent.outdated
        ? engine.call("eraseMyData")
        : { device: "erased", edge: "nothing-stored" };
    },
    async revokeErasure() {
      need("link");
      return engine.call("revokeErasure");
    },
    async reset() {
      resets += 1;
      page.forget();
      engine.proof = null;
      if (engine.isOn) await engine.call("reset");
    },
    status: () => page.status(),
    stop: () => page.stop(),
  };
}
