import { sha256 } from "@noble/hashes/sha2.js";
import { drawn, type MetricKindRules, valuesOf } from "./metric-kind-rules.ts";

/** Rules or clusters that a person fell under, whose outcome became known in the window. */
export interface UpliftFacts {
  readonly draws: readonly {
    readonly rule: string;
    readonly arm: "treated" | "held-out";
    readonly outcome: string;
  }[];
}

/**
 * Whether a person is held out from a rule: the same answer for ever for the same person and rule, drawn by the device.
 *
 * @param secret - At least 16 random bytes of the device, or of the connector for this person. They never leave it.
 * @param share - Part of all people that is held out, 0 to 1.
 */
export function isHeldOut(secret: Uint8Array, rule: string, share: number): boolean {
  const hash = sha256
    .create()
    .update(new TextEncoder().encode(JSON.stringify(["sedge/v1", "hold-out", rule])))
    .update(secret)
    .digest();
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0) < share * 2 ** 32;
}

/** Does acting on a cluster pay? One of the listed rules that the person fell under is drawn. */
export const uplift: MetricKindRules<UpliftFacts> = {
  dimensions: [
    { name: "rule" },
    { name: "arm", allowed: () => ["treated", "held-out"], required: ["treated", "held-out"] },
    { name: "outcome" },
  ],
  answer({ draws }, metric, choose) {
    const rules = valuesOf(metric, "rule");
    const one = drawn(
      draws.filter(({ rule }) => rules.includes(rule)),
      choose,
    );
    return one && { rule: one.rule, arm: one.arm, outcome: one.outcome };
  },
};
