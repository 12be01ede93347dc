import type { Classification, ClusterAnswer } from "../classification.ts";
import { type Form, isNumber, isText, listOf, maybe, shape } from "../form.ts";
import type { NamedSubject } from "./expression.ts";

/** What conditions are asked of: names and numbers by subject. A subject that is not there is not known yet. */
export interface Facts {
  readonly names: { readonly [subject in NamedSubject]?: readonly string[] };
  readonly numbers: Readonly<Record<string, number>>;
}

export const NO_FACTS: Facts = { names: {}, numbers: {} };

const names = maybe(listOf(isText, 100));
const isNumbers: Form<Facts["numbers"]> = (value): value is Facts["numbers"] =>
  typeof value === "object" && value !== null && Object.values(value).every(isNumber);

/** Facts as another page of the tab left them. */
export const isFacts = shape<Facts>({
  names: shape<Facts["names"]>({
    cluster: names,
    intent: names,
    stage: names,
    trigger: names,
    arrival: names,
    source: names,
    sign: names,
    channel: names,
  }),
  numbers: isNumbers,
});

/** What a classification says. */
function ofClassification({ intent, predictions, friction, resolution, arrival, journey }: Classification): Facts {
  const predicted = predictions.map(({ code, probability }) => [`prediction.${code}`, probability] as const);
  const purchase = predictions.find(({ code }) => code === "purchase");
  const [likeliest] = intent ?? [];
  return {
    names: {
      ...(likeliest && { intent: [likeliest.code] }),
      ...(journey && { stage: [journey.stage] }),
      ...(arrival && { arrival: [arrival.channel], source: [arrival.source] }),
      sign: friction.signals.map(({ code }) => code),
    },
    numbers: {
      friction: friction.score,
      unresolved: resolution.unresolved,
      ...Object.fromEntries(predicted),
      ...(purchase && { propensity: purchase.probability }),
      ...Object.fromEntries((intent ?? []).map(({ code, probability }) => [`intent.${code}`, probability])),
    },
  };
}

/** What an assignment says. */
function ofCluster({ clusterId, channels, confidence, level, triggers = [] }: ClusterAnswer): Facts {
  return { names: { cluster: [clusterId], channel: channels, trigger: triggers }, numbers: { confidence, level } };
}

/** Facts with newer ones over them. */
function over(facts: Facts, newer: Facts): Facts {
  return { names: { ...facts.names, ...newer.names }, numbers: { ...facts.numbers, ...newer.numbers } };
}

/** The facts after a classification. What this one does not contain, an earlier one of the same visit may. */
export function afterClassification(facts: Facts, classification: Classification): Facts {
  return over(facts, ofClassification(classification));
}

/** The facts after an assignment. */
export function afterCluster(facts: Facts, cluster: ClusterAnswer): Facts {
  return over(facts, ofCluster(cluster));
}
