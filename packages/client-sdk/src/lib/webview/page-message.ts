import { toJson } from "../json.ts";
import type { Abstention, Classification, ClusterFound } from "../classification.ts";
import type { ConsentState } from "../public/consent.ts";
import type { IdentifyResult } from "../public/identifiers.ts";
import type { ErasureReport, ErasureRevocation, LedgerEntry, MyData } from "../public/my-data.ts";
import type { ProofPurpose } from "../public/proof-of-control.ts";
import type { Problem } from "../public/status.ts";

/** One share or probability by its code. */
interface Scored {
  readonly code: string;
  readonly probability: number;
}

/** A classification without its reasons: what an app acts on. */
export interface ClassificationSummary {
  readonly at: number;
  readonly events: number;
  readonly intent: readonly Scored[] | null;
  readonly predictions: readonly Scored[];
  /** Why there are no answers about shopping; null where there are. */
  readonly abstained: Pick<Abstention, "state" | "reason"> | null;
  /** 0 none to 1. */
  readonly friction: number;
  /** 0 to 1, higher: more likely that the person comes back with the same matter. */
  readonly unresolved: number;
}

/** Messages of the page to the native app. */
export type PageMessage =
  /** The bridge stands; `hello` is expected. */
  | { readonly type: "ready"; readonly site: string; readonly channel: string; readonly consent: ConsentState }
  /** The decision, as it is now: changed, or asked for by a `hello`. */
  | { readonly type: "consent"; readonly consent: ConsentState }
  | { readonly type: "cluster"; readonly cluster: ClusterFound }
  | { readonly type: "classification"; readonly classification: ClassificationSummary }
  /** Answers `identity`. `held`: in memory until the visitor gives `link`. */
  | { readonly type: "identified"; readonly state: IdentifyResult["state"] | "held"; readonly tokens: number }
  /**
   * Answers `session`: how many events were taken, of those up to that time. The app forgets them all: what was left out is bad,
   * or refused. While the visitor is undecided they wait in the page's memory.
   */
  | { readonly type: "session"; readonly taken: number; readonly until: number }
  /** Answers `ledger`: entries, oldest first; `more`: ask again behind the last of them. */
  | { readonly type: "ledger"; readonly entries: readonly LedgerEntry[]; readonly more: boolean }
  /** Answers `withdraw` and `reset`, when it is done. */
  | { readonly type: "withdrawn" | "reset" }
  /** Asks for a proof of control, where the app states that it answers. It has ten seconds. */
  | { readonly type: "proof"; readonly purpose: ProofPurpose }
  /** Answers `export`; `ledger` has the ledger's entries. */
  | { readonly type: "exported"; readonly device: Omit<MyData["device"], "ledger">; readonly edge: MyData["edge"] }
  /** Answers `erase`. */
  | ({ readonly type: "erased" } & ErasureReport)
  /** Answers `revoke-erasure`. */
  | ({ readonly type: "revoked" } & ErasureRevocation)
  /** Something did not work. `about`: the type of the app's message, where there was one. */
  | ({ readonly type: "problem"; readonly about: string | null } & Problem);

const scored = ({ code, probability }: Scored): Scored => ({ code, probability });

export function summaryOf({
  at,
  events,
  intent,
  predictions,
  abstained,
  friction,
  resolution,
}: Classification): ClassificationSummary {
  return {
    at,
    events,
    intent: intent?.map(scored) ?? null,
    predictions: predictions.map(scored),
    abstained: abstained ? { state: abstained.state, reason: abstained.reason } : null,
    friction: friction.score,
    unresolved: resolution.unresolved,
  };
}

/** A message's text on its way to the app. */
export function pageMessageText(message: PageMessage, nonce: string): string {
  return toJson({ sedge: 1, nonce, ...message });
}
