import { type Purpose, PURPOSES } from "@sedge/protocol";
import { drawn, type MetricKindRules } from "./metric-kind-rules.ts";

/** What a person answered, purpose by purpose. Only people who agreed to `learn` are counted at all. */
export interface ConsentFacts {
  readonly answers: readonly { readonly purpose: Purpose; readonly answer: "yes" | "no" }[];
}

/** Who agrees to what, of those who answered? One of the purposes is drawn. */
export const consent: MetricKindRules<ConsentFacts> = {
  dimensions: [
    { name: "purpose", allowed: () => PURPOSES },
    { name: "answer", allowed: () => ["yes", "no"], required: ["yes", "no"] },
  ],
  answer({ answers }, _, choose) {
    const one = drawn(answers, choose);
    return one && { purpose: one.purpose, answer: one.answer };
  },
};
