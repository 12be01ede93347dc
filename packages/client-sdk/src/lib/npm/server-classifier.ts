import type { ConsentState } from "../public/consent.ts";
import type { Classifier } from "../public/classifier.ts";
import type { Status } from "../public/status.ts";
import { SedgeError } from "../sedge-error.ts";

const UNDECIDED: ConsentState = {
  decided: false,
  purposes: [],
  policyVersion: "",
  day: "",
  source: "none",
  globalPrivacyControl: false,
  because: null,
};
const OFF: Status = {
  consent: UNDECIDED,
  state: "off",
  host: null,
  backend: null,
  storage: null,
  trustTier: null,
  statement: null,
  erasureRequestedUntil: null,
  waitingEvents: 0,
  problem: null,
};

/** An answer that there is not on a server. Nobody need wait for it. */
function unanswered(): Promise<never> {
  const answer = Promise.reject(new SedgeError("no-browser", "Sedge runs in browsers; a server renders without it."));
  answer.catch(() => undefined);
  return answer;
}

/** The classifier on a server that renders the page: nothing is noticed, stored or sent. */
export function serverClassifier(): Classifier {
  const nothing = () => undefined;
  return {
    track: nothing,
    page: nothing,
    setProof: nothing,
    stop: nothing,
    on: () => nothing,
    identify: unanswered,
    classify: unanswered,
    classifyText: unanswered,
    cluster: unanswered,
    personalize: Object.assign(() => Promise.resolve([]), { explain: () => Promise.resolve([]) }),
    consent: { set: () => Promise.resolve(UNDECIDED), get: () => UNDECIDED },
    privacyBudget: () => Promise.resolve(null),
    ledger: () => Promise.resolve([]),
    exportMyData: () =>
      Promise.resolve({
        device: { consent: UNDECIDED, session: null, ledger: [], outbox: [], tokens: [], learning: null },
        edge: null,
      }),
    eraseMyData: () => Promise.resolve({ device: "erased", edge: "nothing-stored" }),
    revokeErasure: () => Promise.resolve({ state: "not-found", revoked: 0, left: 0 }),
    reset: () => Promise.resolve(),
    status: () => OFF,
  };
}
