import type { Purpose } from "@sedge/protocol";
import type { ConsentState } from "../consent-state.ts";

/** Who can say what the visitor decided, the one who is believed first in front. */
export const SOURCES = ["api", "tcf", "google-consent-mode"] as const;
export type Source = (typeof SOURCES)[number];

/** What one of them stated. */
export interface Statement extends Pick<ConsentState, "tcfSha256" | "profileSignal"> {
  readonly purposes: readonly Purpose[];
  /** Day of the decision in UTC, `YYYY-MM-DD`. */
  readonly day: string;
  /** Why it gives less than it might. */
  readonly because?: ConsentState["because"] | undefined;
}
export type Statements = { readonly [source in Source]?: Statement | undefined };

/** The privacy text that the page names; its version is empty where it names none. */
export type Policy = Pick<ConsentState, "policyVersion" | "policySha256">;

/**
 * The decision in force. The page's own word, which the visitor gave to the site itself, goes before the TCF platform's, and
 * that before Google Consent Mode, which platforms derive from it. Global Privacy Control refuses `link` and `learn`
 * whatever was decided, and so does a page that does not name its privacy text. Without `classify` nothing else is given.
 *
 * @param profileSignal - What another device of the person has sent, and whether the visitor has decided here since.
 * @param isOutdated - Whether there is a decision about another text than the page's. It counts for nothing.
 */
export function decide(
  statements: Statements,
  globalPrivacyControl: boolean,
  policy: Policy,
  isOutdated = false,
  profileSignal?: ConsentState["profileSignal"],
): ConsentState {
  const source = SOURCES.find((name) => statements[name]);
  const none: Statement = { purposes: [], day: "", because: isOutdated ? "policy-changed" : null };
  const statement = (source && statements[source]) ?? none;
  const given = statement.purposes.includes("classify") ? statement.purposes : [];
  const isRefused = globalPrivacyControl || profileSignal === "honoured";
  const limit = isRefused ? "global-privacy-control" : policy.policyVersion ? null : "policy-unnamed";
  const purposes = [...given].filter((purpose) => !limit || purpose === "classify");
  const because = purposes.length < given.length ? limit : (statement.because ?? null);
  const decided = source !== undefined;
  return {
    ...statement,
    ...policy,
    decided,
    purposes,
    source: source ?? "none",
    globalPrivacyControl,
    because,
    profileSignal,
  };
}

/** Whether two decisions allow the same under the same text for the same reason, whatever their source and day. */
export function isSameDecision(a: ConsentState, b: ConsentState): boolean {
  const key = ({ decided, purposes, policyVersion, because, profileSignal }: ConsentState) =>
    String([decided, purposes.toSorted(), policyVersion, because, profileSignal]);
  return key(a) === key(b);
}
