import { Purpose } from "@sedge/protocol";
import * as v from "valibot";

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
  /** Day of the decision in UTC, `YYYY-MM-DD`; empty while undecided. */
  day: v.string(),
  /** Where the decision came from. */
  source: v.picklist(["none", "api", "tcf", "google-consent-mode"]),
  /** Whether the browser sends Global Privacy Control, which refuses `link` and `learn` whatever else is decided. */
  globalPrivacyControl: v.boolean(),
  /** Why less is given than was decided, or nothing is decided; null where neither is so. */
  because: v.nullable(v.picklist(["policy-unnamed", "global-privacy-control"])),
});
export type ConsentState = v.InferOutput<typeof ConsentState>;
