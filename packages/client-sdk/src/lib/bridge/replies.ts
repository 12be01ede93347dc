import { clusterForms } from "./cluster-forms.ts";
import type {
  Backend,
  BackendReport,
  Classification,
  ClusterAnswer,
  Friction,
  IntentShare,
  Journey,
  Prediction,
  Reason,
  Resolution,
  Trigger,
  VisitArrival,
} from "../classification.ts";
import type { IdentifyOutcome } from "../public/identifiers.ts";
import type { ErasureReport, LedgerEntry, MyData } from "../public/my-data.ts";
import type { PrivacyBudget } from "../public/privacy-budget.ts";
import type { Problem } from "../public/status.ts";
import type { WorkerNotice, WorkerStatus } from "../worker-api.ts";
import type { TextClassification } from "../text-classification.ts";
import { textClassificationForm } from "./text-form.ts";
import { either, type Form, isCode, isNumber, isText, listOf, maybe, oneOf, shape } from "../form.ts";

const isBackend = oneOf<Backend>("webgpu", "wasm", "cpu");

/** An object with something for each backend that there is something to say of. */
function byBackend<T>(form: Form<T>): Form<Partial<Record<Backend, T>>> {
  const entry = maybe(form);
  return shape({ webgpu: entry, wasm: entry, cpu: entry }) as Form<Partial<Record<Backend, T>>>;
}

const isReport = shape<BackendReport>({
  row: isBackend,
  batch: isBackend,
  host: oneOf("worker", "page"),
  medianMs: byBackend(shape({ row: isNumber, batch: isNumber })),
  unavailable: byBackend(isText),
});
const isReason = shape<Reason>({ feature: isText, label: isText, value: isNumber, effect: isNumber });
const isPrediction = shape<Prediction>({
  model: isText,
  code: isText,
  label: isText,
  probability: isNumber,
  reasons: listOf(isReason),
});
const isIntentShare = shape<IntentShare>({
  code: oneOf("browse", "research", "compare", "buy", "support", "leave"),
  label: isText,
  probability: isNumber,
  reasons: listOf(isReason),
});
const isFriction = shape<Friction>({
  score: isNumber,
  signals: listOf(shape({ code: isText, label: isText, count: isNumber, threshold: isNumber, weight: isNumber })),
});
const isResolution = shape<Resolution>({
  unresolved: isNumber,
  reasons: listOf(shape({ code: isText, label: isText, value: isNumber, strength: isNumber })),
});
const isClassification = shape<Classification>({
  at: isNumber,
  events: isNumber,
  intent: either(listOf(isIntentShare), oneOf(null)),
  predictions: listOf(isPrediction),
  friction: isFriction,
  resolution: isResolution,
  arrival: maybe(
    shape<VisitArrival>({
      channel: oneOf("direct", "search", "ad", "social", "email", "message", "assistant", "referral"),
      source: oneOf("none", "campaign", "click-mark", "referrer", "landing-link"),
    }),
  ),
  journey: maybe(
    shape<Journey>({
      stage: oneOf("first-visit", "consider", "intend", "buy", "use", "trouble", "lapse"),
      since: isText,
    }),
  ),
  backend: isReport,
});

const isCluster = shape<ClusterAnswer>({
  ...clusterForms,
  source: oneOf("edge", "device"),
  because: oneOf(undefined, "no-link-consent", "edge-unavailable", "no-codebook"),
  isHeld: oneOf(undefined, true),
  triggers: maybe(listOf(isText)),
});
const isStatus = shape<WorkerStatus>({
  backend: isReport,
  storage: oneOf("indexeddb", "memory"),
  trustTier: oneOf(null, "single-operator", "two-operator"),
});

/** What each method of the worker answers, parsed. */
export interface Replies {
  readonly start: WorkerStatus;
  readonly ingest: void;
  readonly classify: Classification;
  readonly classifyText: TextClassification;
  readonly cluster: ClusterAnswer;
  readonly identify: IdentifyOutcome;
  readonly setConsent: void;
  readonly privacyBudget: PrivacyBudget;
  readonly ledger: readonly LedgerEntry[];
  readonly exportMyData: MyData;
  readonly eraseMyData: ErasureReport;
  readonly reset: void;
}
type Forms<Name extends keyof Replies> = { readonly [name in Name]: Form<Replies[name]> };

const isNothing = oneOf<void>(undefined);
const REPLIES: Forms<Exclude<keyof Replies, "privacyBudget" | "ledger" | "exportMyData">> = {
  start: isStatus,
  ingest: isNothing,
  classify: isClassification,
  classifyText: textClassificationForm(isReport),
  cluster: isCluster,
  identify: shape<IdentifyOutcome>({ state: oneOf("linked", "waiting"), tokens: isNumber }),
  setConsent: isNothing,
  eraseMyData: shape<ErasureReport>({
    device: oneOf("erased"),
    edge: oneOf("erased", "nothing-stored", "waiting"),
  }),
  reset: isNothing,
};

/** The form of a method's answer. The worker may be another version's, left in a cache: nothing is believed unparsed. */
export async function replyForm<Name extends keyof Replies>(name: Name): Promise<Forms<keyof Replies>[Name]> {
  if (name in REPLIES) return Reflect.get(REPLIES, name);
  const { DATA_REPLIES } = await import("./data-replies.ts");
  return Reflect.get(DATA_REPLIES, name);
}

const NOTICES: { readonly [Type in WorkerNotice["type"]]: Form<unknown> } = {
  classification: shape({ value: isClassification }),
  cluster: shape({ value: isCluster }),
  trigger: shape({ value: shape<Trigger>({ name: isText }) }),
  problem: shape({ value: shape<Problem>({ code: isCode, message: isText }) }),
  status: shape({ value: isStatus }),
};

/** Whether it is something that the worker may say unasked. */
export function isNotice(raw: unknown): raw is WorkerNotice {
  const type = Object(raw).type;
  return Object.hasOwn(NOTICES, type) && NOTICES[type as WorkerNotice["type"]](raw);
}
