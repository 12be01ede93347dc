import { type StoredValue, type ValueName, VALUES } from "../storage/stored-values.ts";
import type { KeyValueStore } from "../storage/store.ts";

const elsewhere = (): undefined => undefined;
const asItIs = (value: unknown): unknown => value;

/** How the export shows each value that it has no part of its own for. No value is stored without a line here. */
const SHOWN: { readonly [Name in ValueName]: (value: StoredValue<Name>) => unknown } = {
  // `device.session` has the rest.
  visit: ({ times }) => ({ times }),
  // The site's public file contains nothing about the visitor.
  manifest: elsewhere,
  learning: elsewhere,
  journey: elsewhere,
  log: asItIs,
  edgeAnswer: asItIs,
  namedCodewords: asItIs,
  heldCluster: asItIs,
  // A reader of the secret can link as the person that it was sent to.
  landingLink: () => "waiting",
  fired: asItIs,
  measurement: asItIs,
  erasureRequestedUntil: asItIs,
  filedErasures: asItIs,
  era: asItIs,
  clockOffsetSeconds: asItIs,
};

/** The single things that the device keeps about the visitor beside those that the export names; only what is there. */
export async function remembered(values: KeyValueStore): Promise<Record<string, unknown>> {
  const names = Object.keys(VALUES) as ValueName[];
  const entries = await Promise.all(
    names.map(async (name) => [name, publicValue(name, await values.get(name))] as const),
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function publicValue<Name extends ValueName>(name: Name, value: StoredValue<Name> | undefined): unknown {
  return value === undefined ? undefined : SHOWN[name](value);
}
