import type { Purpose } from "@sedge/protocol";
import type { ConsentState } from "../consent-state.ts";

/** Who can say what the visitor decided, the one who is believed first in front. */
export const SOURCES = ["api", "tcf", "google-consent-mode"] as const;
export type Source = (typeof SOURCES)[number];

/** What one of them stated. */
export interface Statement {
  readonly purposes: readonly Purpose[];
  /** Day of the decision in UTC, `YYYY-MM-DD`. */
  readonly day: string;
}
export type Statements = { readonly [source in Source]?: Statement | undefined };

/**
 * The decision in force. The page's own word, which the visitor gave to the site itself, goes before the TCF platform's, and
 * that before Google Consent Mode, which platforms derive from it. Global Privacy Control refuses `link` and `learn`
 * whatever was decided, and so does a page that does not name its privacy text. Without `classify` nothing else is given.
 */
export function decide(statements: Statements, globalPrivacyControl: boolean, policyVersion: string): ConsentState {
  const source = SOURCES.find((name) => statements[name]);
  const statement = source && statements[source];
  if (!source || !statement) {
    return {
      decided: false,
      purposes: [],
      policyVersion,
      day: "",
      source: "none",
      globalPrivacyControl,
      because: null,
    };
  }
  const given = statement.purposes.includes("classify") ? statement.purposes : [];
  const limit = globalPrivacyControl ? "global-privacy-control" : policyVersion ? null : "policy-unnamed";
  const purposes = limit ? given.filter((purpose) => purpose === "classify") : [...given];
  const because = purposes.length < given.length ? limit : null;
  return { decided: true, purposes, policyVersion, day: statement.day, source, globalPrivacyControl, because };
}

/** Whether two decisions allow the same under the same text, whatever their source and day. */
export function isSameDecision(a: ConsentState, b: ConsentState): boolean {
  const key = ({ decided, purposes, policyVersion }: ConsentState) =>
    `${decided} ${purposes.toSorted().join()} ${policyVersion}`;
  return key(a) === key(b);
}
