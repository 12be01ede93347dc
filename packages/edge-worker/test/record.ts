import { mapTerms, type TokenRecord } from "@sedge/linkage/record";
import { distinctTerms, type PersonRecord, recordTerms } from "@sedge/linkage/terms";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { deriveRecordToken } from "@sedge/privacy/record-token";
import type { Channel, ConsentReceipt, DeliveryResult, TokenKind } from "@sedge/protocol";
import { connectorOf, deliver, postDelivery } from "./delivery.ts";
import { envelope, message } from "./visitor.ts";

/** A record as its owner would send it. What is left out is as an honest owner would say it. */
export interface Filed {
  /** The record's own keys. */
  readonly keys: LinkKeys;
  readonly person: PersonRecord;
  /** Sent in place of the person's, as a channel may that no honest owner's code serves. */
  readonly fields?: TokenRecord["fields"];
  readonly identifiers?: readonly (readonly [LinkKeys, TokenKind])[];
  readonly channel?: Channel;
  readonly operationId?: string;
  readonly receipt?: ConsentReceipt;
  /** Seconds since 1970. */
  readonly issuedAt?: number;
  readonly nonce?: string;
}

/**
 * A person's record as tokens. The PRF's output is a hash of the term here: the edge sees tokens that are equal where
 * terms are, as those of both operators are.
 */
export async function tokensOf(person: PersonRecord): Promise<TokenRecord> {
  const terms = recordTerms(person);
  const outputs = distinctTerms(terms).map(async (term) => {
    const output = new Uint8Array(await crypto.subtle.digest("SHA-512", new TextEncoder().encode(term)));
    return [term, deriveRecordToken(output, "demo", 1)] as const;
  });
  const tokens = new Map(await Promise.all(outputs));
  return mapTerms(terms, (term) => tokens.get(term) ?? "");
}

/** The record's signed envelope. */
export async function filed({ keys, person, fields, identifiers = [], channel = "call-centre", ...changes }: Filed) {
  const tokens = fields ?? (await tokensOf(person)).fields;
  const kinds = Object.fromEntries(identifiers.map(([{ token }, kind]) => [token, kind]));
  const content = { ...message("link", changes), action: "record", body: { channel, fields: tokens, kinds } };
  return envelope([keys, ...identifiers.map(([identifier]) => identifier)], content);
}

/** Sends envelopes in one request of the channel's connector. */
export async function postRecords(
  records: readonly { readonly message: string }[],
  channel: Channel = "call-centre",
): Promise<Response> {
  return postDelivery(await connectorOf(channel), channel, records);
}

/** Sends records, those of each channel by its own connector, and returns what became of each. */
export async function file(...records: readonly Filed[]): Promise<DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  for (const [channel = "call-centre", filings] of Map.groupBy(records, (one) => one.channel)) {
    results.push(...(await deliver(channel, await Promise.all(filings.map(filed)))));
  }
  return results;
}

/** The same person written down with a letter wrong. */
export const JANE: PersonRecord = {
  givenName: "Jane",
  surname: "Featherstone",
  birthDate: "1981-03-14",
  street: "Harbour Row",
  postcode: "4217",
  locality: "Southport",
  phone: "+61755501234",
};
export const JANE_MISSPELT: PersonRecord = { ...JANE, surname: "Fetherstone" };
export const STRANGER: PersonRecord = {
  givenName: "Otto",
  surname: "Brankovic",
  birthDate: "1953-11-30",
  street: "Mill Lane",
  postcode: "8042",
  locality: "Wexford",
};
