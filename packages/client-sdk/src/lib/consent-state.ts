import { Purpose, Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";

/** Why less is given than was decided, or nothing is decided: public/consent.ts says what each means. */
export const CONSENT_REASONS = [
  "policy-changed",
  "policy-unnamed",
  "global-privacy-control",
  "tcf-storage",
  "tcf-vendor",
  "tcf-vendor-unnamed",
  "tcf-publisher",
  "tcf-purposes",
] as const;

/**
 * What the visitor has decided, as it stands now. `decided` is false until somebody (the visitor, a consent platform)
 * has decided: until then nothing is stored and nothing is sent, and events wait in memory.
 */
export const ConsentState = v.strictObject({
  decided: v.boolean(),
  /** Purposes given. Always empty while `decided` is false; never `link` or `learn` under Global Privacy Control. */
  purposes: v.array(Purpose),
  /** The site's name of its privacy text that the decision was about. */
  policyVersion: v.string(),
  /** SHA-256 of that text, where the page states it. */
  policySha256: v.optional(Sha256Hex),
  /** Day of the decision in UTC, `YYYY-MM-DD`; empty while undecided. */
  day: v.string(),
  /** Where the decision came from. */
  source: v.picklist(["none", "api", "tcf", "google-consent-mode"]),
  /** SHA-256 of the TCF string that it was read from. */
  tcfSha256: v.optional(Sha256Hex),
  /** Whether the browser sends Global Privacy Control, which refuses `link` and `learn` whatever else is decided. */
  globalPrivacyControl: v.boolean(),
  /** Another device of the person has sent it: it refuses the same here (`honoured`), until the visitor decides here since (`overridden`). */
  profileSignal: v.optional(v.picklist(["honoured", "overridden"])),
  /** Why less is given than was decided, or nothing is decided; null where neither is so. */
  because: v.nullable(v.picklist(CONSENT_REASONS)),
});
export type ConsentState = v.InferOutput<typeof ConsentState>;
