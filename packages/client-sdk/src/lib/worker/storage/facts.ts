import { Learning } from "@sedge/contribution/record";
import { Session } from "@sedge/features";
import { JourneyHistory } from "@sedge/features/journey";
import { Channel, ClusterId, Codeword, LandingLinkSecret, LinkToken, Manifest, TriggerName } from "@sedge/protocol";
import * as v from "valibot";
import { MedianMs } from "../tensor/backend-choice.ts";

const finite = v.pipe(v.number(), v.finite());

/** The edge's last answer about a cluster, and what it was asked with: the same question is not asked again. */
export const EdgeAnswer = v.strictObject({
  codeword: Codeword,
  /** Tokens that had signed, sorted; none for an unsigned request. */
  tokens: v.array(LinkToken),
  cluster: v.strictObject({
    clusterId: v.string(),
    clusterName: v.string(),
    generation: finite,
    level: finite,
    confidence: finite,
    channels: v.array(Channel),
  }),
});
export type EdgeAnswer = v.InferOutput<typeof EdgeAnswer>;

/** Most times that a stored visit remembers: as many as a page hands to the next at most. */
export const MAX_REMEMBERED_TIMES = 500;

/** The visitor's session, and when its newest events happened: a page hands over again what it does not know to be stored. */
export const StoredVisit = v.strictObject({
  session: Session,
  times: v.pipe(v.array(finite), v.maxLength(MAX_REMEMBERED_TIMES)),
});
export type StoredVisit = v.InferOutput<typeof StoredVisit>;

/** The single things that the device remembers, each with the schema that it is parsed by when read. */
export const FACTS = {
  visit: StoredVisit,
  /** The site's manifest as it was last read. */
  manifest: Manifest,
  edgeAnswer: EdgeAnswer,
  /** The id that the person goes by, and since when. */
  heldCluster: v.strictObject({ clusterId: ClusterId, period: finite, sessionStartedAt: finite }),
  /** A landing link's, from when `link` was given until its device's key is there. */
  landingLink: LandingLinkSecret,
  learning: Learning,
  journey: JourneyHistory,
  /** Trigger rules that fired to this device, in the visit that began then. */
  fired: v.strictObject({ startedAt: finite, names: v.array(TriggerName) }),
  /** What the backends took on this device. `key` names the models and library that it holds for. */
  measurement: v.strictObject({
    key: v.string(),
    /** Milliseconds since 1970. */
    at: finite,
    medianMs: MedianMs,
    unavailable: v.partial(v.strictObject({ webgpu: v.string(), wasm: v.string(), cpu: v.string() })),
  }),
  /** Seconds to add to this device's clock to get the edge's. */
  clockOffsetSeconds: finite,
};
export type FactName = keyof typeof FACTS;
export type Fact<Name extends FactName> = v.InferOutput<(typeof FACTS)[Name]>;

/** `raw` as the fact it should be, or undefined where it is not. */
export function parseFact<Name extends FactName>(name: Name, raw: unknown): Fact<Name> | undefined {
  const schema: v.GenericSchema<unknown, Fact<Name>> = FACTS[name];
  const parsed = v.safeParse(schema, raw);
  return parsed.success ? parsed.output : undefined;
}
