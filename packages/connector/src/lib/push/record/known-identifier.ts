import { IdentifierError, type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { recordInput } from "@sedge/privacy/record-token";
import type { Channel } from "@sedge/protocol";
import { hasLostDigits, isShared } from "./shared-value.ts";
import type { StateKey } from "../state/state-key.ts";

/** Identifier kinds by how reliably they identify one person, the most reliable first. A household shares a phone. */
export const IDENTIFIER_KINDS = ["account", "loyalty", "email", "phone"] as const satisfies readonly IdentifierKind[];

/** What a connector's link token can be derived from. `record`: the record's own name. */
export const IDENTIFIER_USES = [...IDENTIFIER_KINDS, "record"] as const;
export type IdentifierUse = (typeof IDENTIFIER_USES)[number];

/** A normalised identifier. */
export interface KnownIdentifier {
  readonly kind: IdentifierUse;
  /** Keyed hash, the only part that is stored. */
  readonly hash: string;
  /** Input of the PRF, unencrypted. It leaves the machine only blinded, and is not stored. */
  readonly input: Uint8Array;
  /** Its name among the names of records, such as `loyalty:A1B2`. Unencrypted, like the input. */
  readonly name: string;
}

/** An identifier's one spelling. Undefined if it cannot be read, lacks its last digits, or is one that many people share. */
export function identifierOf(kind: IdentifierKind, raw: string, country?: string): string | undefined {
  if (raw === "" || isShared(kind, raw) || hasLostDigits(raw)) return undefined;
  try {
    return normaliseIdentifier(kind, raw, country);
  } catch (error) {
    if (error instanceof IdentifierError) return undefined;
    throw error;
  }
}

/**
 * The valid identifiers of a record, the most reliable first. Not those that many people share, such as the account
 * `guest`, nor those without their last digits, as a spreadsheet writes `4.17E+10`.
 *
 * @param country - ISO 3166 two-letter country of phone numbers without a country code.
 */
export function knownIdentifiers(
  given: Readonly<Partial<Record<IdentifierKind, string | undefined>>>,
  { site, country, key }: { readonly site: string; readonly country?: string | undefined; readonly key: StateKey },
): KnownIdentifier[] {
  return IDENTIFIER_KINDS.flatMap((kind) => {
    const raw = given[kind];
    const value = raw === undefined ? undefined : identifierOf(kind, raw, country);
    if (value === undefined) return [];
    return [{ kind, hash: key.hash(kind, value), input: prfInput(site, kind, value), name: `${kind}:${value}` }];
  });
}

/** The name that signs a person's record in a channel. */
export function recordName(name: string, site: string, channel: Channel, key: StateKey): KnownIdentifier {
  return { kind: "record", hash: key.hash("record", name), input: recordInput(site, channel, name), name };
}
