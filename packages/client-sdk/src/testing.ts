import type { Classification, ClusterAnswer, ClusterFound, NoCluster } from "./lib/classification.ts";
import type { Classifier, ClassifierEvents } from "./lib/public/classifier.ts";
import type { ConsentChoice, ConsentPurpose, ConsentState } from "./lib/public/consent.ts";
import type { Status } from "./lib/public/status.ts";
import type { TextClassification } from "./lib/text-classification.ts";
import { serverClassifier } from "./lib/npm/server-classifier.ts";

export { SedgeError } from "./lib/sedge-error.ts";

/** What the mock answers; each has a default. With `abstained`, it answers as on a page that shows nothing of a shop. */
export interface MockAnswers {
  readonly classification?: Partial<Classification>;
  readonly cluster?: Partial<ClusterFound> | Pick<NoCluster, "abstained">;
  readonly text?: Partial<TextClassification>;
}

/** A call that the code under test made: the method's name, and what it gave. */
export type MockCall = readonly [method: string, ...values: unknown[]];

/** A classifier for tests of code that uses one. It has no worker, no network and no storage, and gives every purpose that it is asked for. */
export interface MockClassifier extends Classifier {
  /** Every call of a method but `on`, `status` and `consent.get`, in order. */
  readonly calls: readonly MockCall[];
  /** Calls the listeners of an event, as Sedge would. */
  emit<Name extends keyof ClassifierEvents>(name: Name, value: ClassifierEvents[Name]): void;
}

const BACKEND: Classification["backend"] = { row: "cpu", batch: "cpu", host: "page", medianMs: {}, unavailable: {} };

function purposesAfter(choice: ConsentChoice, before: readonly ConsentPurpose[]): ConsentPurpose[] {
  const all: readonly ConsentPurpose[] = ["classify", "link", "learn"];
  if (choice === "all") return [...all];
  if (choice === "none") return [];
  const given = all.filter((purpose) => choice[purpose] ?? before.includes(purpose));
  return given.includes("classify") ? given : [];
}

function clusterAnswer(given: MockAnswers["cluster"] = {}): ClusterAnswer {
  const known = { generation: 0, channels: ["web"], source: "device", because: "no-link-consent" } as const;
  return given.abstained
    ? { ...known, clusterId: null, clusterName: null, level: 0, confidence: 0, abstained: given.abstained }
    : { ...known, clusterId: "mock", clusterName: "Mock", level: 0, confidence: 0, ...given };
}

/** A mock that answers at once. It is made without options, and can be made anywhere. */
export function createMockClassifier(answers: MockAnswers = {}): MockClassifier {
  const calls: MockCall[] = [];
  const listeners = new Map<keyof ClassifierEvents, Set<(value: never) => void>>();
  const off = serverClassifier();
  let consent: ConsentState = off.consent.get();
  const emit: MockClassifier["emit"] = (name, value) => {
    for (const listener of listeners.get(name) ?? []) (listener as (given: typeof value) => void)(value);
  };
  const noted = <Answer>(method: string, values: readonly unknown[], answer: Answer): Answer => {
    calls.push([method, ...values]);
    return answer;
  };
  const classification: Classification = {
    at: 0,
    events: 1,
    intent: null,
    predictions: [],
    support: { probability: 0, reasons: [] },
    friction: { score: 0, signals: [] },
    resolution: { unresolved: 0, reasons: [] },
    backend: BACKEND,
    ...answers.classification,
  };
  const cluster = clusterAnswer(answers.cluster);
  const text: TextClassification = {
    at: 0,
    source: "chat",
    intent: null,
    sentiment: null,
    emotion: null,
    frustration: null,
    backend: BACKEND,
    ...answers.text,
  };
  const status = (): Status => ({ ...off.status(), consent });
  const set = async (choice: ConsentChoice): Promise<ConsentState> => {
    calls.push(["consent.set", choice]);
    const purposes = purposesAfter(choice, consent.purposes);
    consent = { ...consent, decided: true, purposes, source: "api" };
    emit("consent", consent);
    return consent;
  };
  const personalize = Object.assign((...values: unknown[]) => noted("personalize", values, Promise.resolve([])), {
    explain: () => noted("personalize.explain", [], Promise.resolve([])),
  });
  return {
    calls,
    emit,
    track: (...values) => noted("track", values, undefined),
    page: (...values) => noted("page", values, undefined),
    setProof: (...values) => noted("setProof", values, undefined),
    stop: () => noted("stop", [], listeners.clear()),
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    identify: (...values) => noted("identify", values, Promise.resolve({ state: "linked" as const, tokens: 1 })),
    classify: () => noted("classify", [], Promise.resolve(classification)),
    classifyText: (...values) => noted("classifyText", values, Promise.resolve(text)),
    cluster: () => noted("cluster", [], Promise.resolve(cluster)),
    personalize,
    consent: { set, get: () => consent },
    privacyBudget: () => noted("privacyBudget", [], off.privacyBudget()),
    ledger: () => noted("ledger", [], off.ledger()),
    exportMyData: () => noted("exportMyData", [], off.exportMyData()),
    eraseMyData: () => noted("eraseMyData", [], off.eraseMyData()),
    revokeErasure: () => noted("revokeErasure", [], off.revokeErasure()),
    reset: () => noted("reset", [], off.reset()),
    status,
  };
}

/** Takes the place of `createClassifier` where a test replaces the module `@sedge/client-sdk` by this one. */
export function createClassifier(): MockClassifier {
  return createMockClassifier();
}
