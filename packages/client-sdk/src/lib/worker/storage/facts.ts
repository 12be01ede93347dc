import { Session } from "@sedge/features";
import { Channel, Codeword, LinkToken, Manifest } from "@sedge/protocol";
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

/** The single things that the device remembers, each with the schema that it is parsed by when read. */
export const FACTS = {
  /** The visitor's session. */
  session: Session,
  /** The site's manifest as it was last read. */
  manifest: Manifest,
  edgeAnswer: EdgeAnswer,
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
