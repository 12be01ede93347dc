import { Learning } from "@sedge/contribution/record";
import type { Session } from "@sedge/features";
import { JourneyHistory } from "@sedge/features/journey";
import { DeviceBudget, DeviceSpending } from "@sedge/privacy/budget";
import {
  CellPath,
  Channel,
  ClusterId,
  Codeword,
  LandingLinkSecret,
  LinkToken,
  Manifest,
  OperationId,
  Sha256Hex,
  TriggerName,
} from "@sedge/protocol";
import * as v from "valibot";
import { MedianMs } from "../tensor/backend-choice.ts";
import { readStoredSession, SESSION_VERSION } from "./stored-session.ts";

const finite = v.pipe(v.number(), v.finite());

/** The edge's last answer about a cluster, and what it was asked with: the same question is not asked again. */
export const EdgeAnswer = v.object({
  codeword: Codeword,
  /** Tokens that had signed, sorted; none for an unsigned request. */
  tokens: v.array(LinkToken),
  cluster: v.object({
    clusterId: v.string(),
    clusterName: v.string(),
    generation: finite,
    level: finite,
    confidence: finite,
    channels: v.array(Channel),
  }),
});
export type EdgeAnswer = v.InferOutput<typeof EdgeAnswer>;

/** The codeword that the device last named to the edge, and how many others it named that day. */
export const NamedCodewords = v.object({
  /** Whole days since 1970. */
  day: finite,
  codewords: finite,
  codebookChanges: finite,
  /** None after an erasure, which leaves the day and the counts. */
  path: v.optional(CellPath),
  /** Of the codebook. */
  sha256: v.optional(Sha256Hex),
});
export type NamedCodewords = v.InferOutput<typeof NamedCodewords>;

/** Most times that a stored visit remembers: as many as a page hands to the next at most. */
export const MAX_REMEMBERED_TIMES = 500;

/** Most filed erasures that the device remembers: one for each identifier that it can know. */
export const MAX_FILED_ERASURES = 8;

/** The visitor's session, and when its newest events happened: a page hands over again what it does not know to be stored. */
export interface StoredVisit {
  /** Version of the session's form. */
  readonly version: typeof SESSION_VERSION;
  readonly session: Session;
  readonly times: number[];
}

const Visit = v.pipe(
  v.object({
    // The first sessions were stored without.
    version: v.optional(finite, 1),
    session: v.unknown(),
    times: v.pipe(v.array(finite), v.maxLength(MAX_REMEMBERED_TIMES)),
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): StoredVisit => {
    const { version, session, times } = dataset.value;
    const read = readStoredSession(session, version);
    if (read) return { version: SESSION_VERSION, session: read, times };
    addIssue();
    return NEVER;
  }),
);

/** What a device that can't read its own account may spend: nothing, as a broken account must not pass for an empty one. */
const UNREADABLE_ACCOUNT: Learning = {
  budget: { limitMicroEpsilon: 0, periodSeconds: 28 * 86_400, spendings: [] },
  contribution: null,
};
const StoredLearning = v.fallback(
  v.object({
    ...Learning.entries,
    budget: v.object({ ...DeviceBudget.entries, spendings: v.array(v.object(DeviceSpending.entries)) }),
  }),
  UNREADABLE_ACCOUNT,
);
const { visit: journeyVisit, ...journey } = JourneyHistory.entries;

/**
 * The single things that the device remembers, each with the schema that it is parsed by when read. A field that this code
 * does not know, of a version before or after, is passed over.
 */
export const VALUES = {
  visit: Visit,
  /** The site's manifest as it was last read. */
  manifest: Manifest,
  /** What the device has seen of the log: a StoredLog, which the code that checks statements reads. */
  log: v.unknown(),
  edgeAnswer: EdgeAnswer,
  namedCodewords: NamedCodewords,
  /** The id that the person goes by, and since when. */
  heldCluster: v.object({ clusterId: ClusterId, period: finite, sessionStartedAt: finite }),
  /** A landing link's, from when `link` was given until its device's key is there. */
  landingLink: LandingLinkSecret,
  learning: StoredLearning,
  journey: v.object({ ...journey, visit: v.object(journeyVisit.entries) }),
  /** Trigger rules that fired to this device, in the visit that began then. */
  fired: v.object({ startedAt: finite, names: v.array(TriggerName) }),
  /** The backends' times on this device. `key` names the models and library that were measured. */
  measurement: v.object({
    key: v.string(),
    /** Milliseconds since 1970. */
    at: finite,
    medianMs: MedianMs,
    unavailable: v.partial(v.object({ webgpu: v.string(), wasm: v.string(), cpu: v.string() })),
  }),
  /** Until when the site answers an erasure that was filed as a request, in seconds since 1970. */
  erasureRequestedUntil: finite,
  /** The erasures that were filed so, by their operations: with the identifiers' keys they can be taken back. */
  filedErasures: v.pipe(v.array(OperationId), v.maxLength(MAX_FILED_ERASURES)),
  /**
   * Random, made with the first work after a deletion of everything and deleted by the next: what began under another, in any tab, stores
   * nothing.
   */
  era: v.string(),
  /** Seconds to add to this device's clock to get the edge's. */
  clockOffsetSeconds: finite,
};
export type ValueName = keyof typeof VALUES;
export type StoredValue<Name extends ValueName> = v.InferOutput<(typeof VALUES)[Name]>;

/** `raw` as the value it should be, or undefined where it is not. */
export function parseValue<Name extends ValueName>(name: Name, raw: unknown): StoredValue<Name> | undefined {
  const schema: v.GenericSchema<unknown, StoredValue<Name>> = VALUES[name];
  if (raw === undefined) return undefined;
  const parsed = v.safeParse(schema, raw);
  return parsed.success ? parsed.output : undefined;
}
