import { IdentifierError, type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { recordInput } from "@sedge/privacy/record-token";
import type { Channel } from "@sedge/protocol";
import type { StateKey } from "../state/state-key.ts";

/** Identifiers by how surely they are one person's alone, the surest first: a phone is a household's. */
export const IDENTIFIER_KINDS = ["account", "loyalty", "email", "phone"] as const satisfies readonly IdentifierKind[];

/** What a link token of a connector can be made of; `record`: the record's own name. */
export const IDENTIFIER_USES = [...IDENTIFIER_KINDS, "record"] as const;
export type IdentifierUse = (typeof IDENTIFIER_USES)[number];

/** An identifier in its one spelling, as the connector handles it. */
export interface KnownIdentifier {
  readonly kind: IdentifierUse;
  /** Keyed: all that is kept of it. */
  readonly hash: string;
  /** What the PRF is evaluated on. In clear: it leaves the machine blinded alone, and is not kept. */
  readonly input: Uint8Array;
  /** Its name among records' names, such as `loyalty:A1B2`. In clear, as the input. */
  readonly name: string;
}

/**
 * The identifiers of a record that can be read, the surest first.
 *
 * @param country - ISO 3166 two-letter country of phone numbers without a country code.
 */
export function knownIdentifiers(
  given: Readonly<Partial<Record<IdentifierKind, string | undefined>>>,
  { site, country, key }: { readonly site: string; readonly country?: string | undefined; readonly key: StateKey },
): KnownIdentifier[] {
  return IDENTIFIER_KINDS.flatMap((kind) => {
    const raw = given[kind];
    if (raw === undefined || raw === "") return [];
    try {
      const value = normaliseIdentifier(kind, raw, country);
      return [{ kind, hash: key.hash(kind, value), input: prfInput(site, kind, value), name: `${kind}:${value}` }];
    } catch (error) {
      if (error instanceof IdentifierError) return [];
      throw error;
    }
  });
}

/** What signs for a person's record in a channel. */
export function recordName(name: string, site: string, channel: Channel, key: StateKey): KnownIdentifier {
  return { kind: "record", hash: key.hash("record", name), input: recordInput(site, channel, name), name };
}
