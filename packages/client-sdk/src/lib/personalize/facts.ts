import type { Facts } from "@sedge/features/condition";
import type { Classification, ClusterFound } from "../classification.ts";
import { type Form, isNumber, isText, listOf, shape } from "../form.ts";

export const NO_FACTS: Facts = { names: {}, numbers: {} };

function recordOf<T>(form: Form<T>): Form<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    typeof value === "object" && value !== null && Object.values(value).every(form);
}

/** Facts as another page of the tab left them. */
export const isFacts = shape<Facts>({ names: recordOf(listOf(isText, 100)), numbers: recordOf(isNumber) });

/** What a classification says. */
function ofClassification({
  intent,
  predictions,
  support,
  friction,
  resolution,
  arrival,
  journey,
}: Classification): Facts {
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
      "intent.support": support.probability,
      ...Object.fromEntries(predicted),
      ...(purchase && { propensity: purchase.probability }),
      ...Object.fromEntries((intent ?? []).map(({ code, probability }) => [`intent.${code}`, probability])),
    },
  };
}

/** What an assignment says. */
function ofCluster({ clusterId, channels, confidence, level, triggers = [] }: ClusterFound): Facts {
  return { names: { cluster: [clusterId], channel: channels, trigger: triggers }, numbers: { confidence, level } };
}

/** Facts with newer ones over them. */
function over(facts: Facts, newer: Facts): Facts {
  return { names: { ...facts.names, ...newer.names }, numbers: { ...facts.numbers, ...newer.numbers } };
}

/** Whether a fact is an answer about shopping, which a visit that shows no shop does not have. */
function isOfShop(subject: string): boolean {
  return /^(?:intent|propensity|prediction)(?:\.|$)/.test(subject);
}

function without<T>(facts: Readonly<Record<string, T>>, isLeft: (subject: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(facts).filter(([subject]) => !isLeft(subject)));
}

/**
 * The facts after a classification. What this one does not contain, an earlier one of the same visit may; one that abstains is of another
 * visit, whose answers about shopping are over.
 */
export function afterClassification(facts: Facts, classification: Classification): Facts {
  const { names, numbers } = facts;
  const before = classification.abstained
    ? { names: without(names, isOfShop), numbers: without(numbers, isOfShop) }
    : facts;
  return over(before, ofClassification(classification));
}

/** The facts after an assignment. */
export function afterCluster(facts: Facts, cluster: ClusterFound): Facts {
  return over(facts, ofCluster(cluster));
}
