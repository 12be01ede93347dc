import { type Fact, type FactName, FACTS } from "../storage/facts.ts";
import type { Facts } from "../storage/store.ts";

const elsewhere = (): undefined => undefined;
const asItIs = (fact: unknown): unknown => fact;

/** How the export tells each fact that it has no part of its own for. No fact is stored without a line here. */
const TOLD: { readonly [Name in FactName]: (fact: Fact<Name>) => unknown } = {
  // `device.session` has the rest.
  visit: ({ times }) => ({ times }),
  // The site's public file says nothing of the visitor.
  manifest: elsewhere,
  learning: elsewhere,
  journey: elsewhere,
  edgeAnswer: asItIs,
  heldCluster: asItIs,
  // Whoever has the secret can link as the person that it was sent to.
  landingLink: () => "waiting",
  fired: asItIs,
  measurement: asItIs,
  clockOffsetSeconds: asItIs,
};

/** The single things that the device keeps about the visitor beside those that the export names; only what is there. */
export async function remembered(facts: Facts): Promise<Record<string, unknown>> {
  const names = Object.keys(FACTS) as FactName[];
  const told = await Promise.all(names.map(async (name) => [name, toldOf(name, await facts.get(name))] as const));
  return Object.fromEntries(told.filter(([, said]) => said !== undefined));
}

function toldOf<Name extends FactName>(name: Name, fact: Fact<Name> | undefined): unknown {
  return fact === undefined ? undefined : TOLD[name](fact);
}
