import { randomBytes } from "node:crypto";
import { IdentifierError, type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import {
  type ConsentReceipt,
  type DeliveredEnvelope,
  DeliveredMessage,
  MAX_DELIVERY_ITEMS,
  MAX_RECORD_SIGNATURES,
  Nonce,
  OperationId,
  PROTOCOL_VERSION,
} from "@sedge/protocol";
import * as v from "valibot";
import { blindBatch, finalizeBatch } from "../prf/blinded-batch.ts";
import type { Operators } from "../prf/operators.ts";
import { MAX_MIGRATED_KEYS } from "./max-migrated-keys.ts";
import { connectedOperators, readManifest } from "./connect-prf.ts";
import { type ConnectOptions, ConnectorClient } from "./connector-client.ts";
import { deliverWithRetries } from "./deliver.ts";
import { OperatorsError } from "./operators-error.ts";

/** A person in the owner's files, with their consent. */
export interface KnownPerson {
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly value: string; readonly country?: string }[];
  /** Includes the purpose `link`, under the site's current policy version. */
  readonly receipt: ConsentReceipt;
}

/** Results of a migration. */
export interface KeyMigrationResult {
  readonly migrated: number;
  /** None of their identifiers is valid. */
  readonly unreadable: number;
  /** Refused by the edge, by problem code. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * During a key rotation, migrates the profiles of every given person without a visit: derives each identifier's keys in
 * both epochs with both operators, and delivers links that both keys sign. The connector's key needs the scopes
 * `evaluate` and `link`. Can be repeated.
 *
 * @param people - Read as needed.
 * @param progress - Called with the number of people just finished.
 * @throws OperatorsError `key-epoch-changed` if no rotation is in progress; whatever `connectPrf` and `people` throw.
 */
export async function migrateKeys(
  options: ConnectOptions,
  people: Iterable<KnownPerson> | AsyncIterable<KnownPerson>,
  progress: (people: number) => void = () => undefined,
): Promise<KeyMigrationResult> {
  const client = await ConnectorClient.of(options);
  const { previous, ...current } = connectedOperators(client, await readManifest(client, options.aggregatorKey));
  if (!previous)
    throw new OperatorsError("key-epoch-changed", "No key rotation is in progress; there is nothing to migrate.");
  const refused: Record<string, number> = {};
  let migrated = 0;
  let unreadable = 0;
  for await (const batch of batches(people, current.maxElements)) {
    const inputs = batch.map(({ identifiers }) => readable(identifiers, current.site));
    const [old, young] = [await keysIn(previous, inputs), await keysIn(current, inputs)];
    const links = batch.flatMap(({ receipt }, person) =>
      signersOf(old[person] ?? [], young[person] ?? []).map((keys) => ({
        person,
        sign: linkOf(current.site, keys, receipt),
      })),
    );
    const refusals = new Map<number, string>();
    for (let start = 0; start < links.length; start += MAX_DELIVERY_ITEMS) {
      const some = links.slice(start, start + MAX_DELIVERY_ITEMS);
      const signs = some.map(({ sign }) => sign);
      const results = await deliverWithRetries(client, signs, options);
      for (const [index, { person }] of some.entries()) {
        const result = results[index];
        if (result && "code" in result) refusals.set(person, result.code);
      }
    }
    const readableCount = inputs.filter((own) => own.length > 0).length;
    for (const code of refusals.values()) refused[code] = (refused[code] ?? 0) + 1;
    migrated += readableCount - refusals.size;
    unreadable += batch.length - readableCount;
    progress(batch.length);
  }
  return { migrated, unreadable, refused };
}

interface Input {
  readonly kind: IdentifierKind;
  readonly input: Uint8Array;
}

interface EpochKeys extends LinkKeys {
  readonly epoch: number;
  readonly kind: IdentifierKind;
}

/** Splits people into batches whose identifiers fit in one operator request. */
async function* batches(
  people: Iterable<KnownPerson> | AsyncIterable<KnownPerson>,
  maxElements: number,
): AsyncGenerator<KnownPerson[]> {
  let batch: KnownPerson[] = [];
  let elements = 0;
  for await (const person of people) {
    elements += person.identifiers.length;
    if (elements > maxElements && batch.length > 0) {
      yield batch;
      batch = [];
      elements = person.identifiers.length;
    }
    batch.push(person);
  }
  if (batch.length > 0) yield batch;
}

/** PRF inputs of the valid identifiers, without duplicates. */
function readable(identifiers: KnownPerson["identifiers"], site: string): Input[] {
  const inputs = new Map<string, Input>();
  for (const { kind, value, country } of identifiers) {
    try {
      const normal = normaliseIdentifier(kind, value, country);
      inputs.set(`${kind} ${normal}`, { kind, input: prfInput(site, kind, normal) });
    } catch (error) {
      if (!(error instanceof IdentifierError)) throw error;
    }
  }
  return [...inputs.values()];
}

/** The keys of each person's inputs in one epoch. */
async function keysIn(operators: Operators, inputs: readonly (readonly Input[])[]): Promise<EpochKeys[][]> {
  const all = inputs.flat();
  if (all.length === 0) return inputs.map(() => []);
  const batch = blindBatch(all.map(({ input }) => input));
  const outputs = finalizeBatch(batch, await operators.evaluate(batch.blinded));
  const { site, epoch } = operators;
  const keys = await Promise.all(
    all.map(async ({ kind }, index) => {
      const output = outputs[index] ?? new Uint8Array();
      return { epoch, kind, ...(await deriveLinkKeys(output, site, epoch)) };
    }),
  );
  let next = 0;
  return inputs.map(({ length }) => keys.slice(next, (next += length)));
}

/**
 * Groups of keys that sign a link together: each identifier's keys of both epochs, then all new keys if they do not fit
 * in the first group. A group never exceeds the number of kinds that a message can state; a household phone of unstated
 * kind would merge its people.
 */
function signersOf(old: readonly EpochKeys[], young: readonly EpochKeys[]): EpochKeys[][] {
  const links: EpochKeys[][] = [];
  for (let start = 0; start < young.length; start += MAX_MIGRATED_KEYS) {
    const end = start + MAX_MIGRATED_KEYS;
    links.push([...young.slice(start, end), ...old.slice(start, end)]);
  }
  const [first, ...others] = young;
  if (!first || links.length < 2) return links;
  for (let start = 0; start < others.length; start += MAX_RECORD_SIGNATURES - 1) {
    links.push([first, ...others.slice(start, start + MAX_RECORD_SIGNATURES - 1)]);
  }
  return links;
}

/** Signs a person's link. The operation ID stays the same over attempts. */
function linkOf(site: string, keys: readonly EpochKeys[], receipt: ConsentReceipt) {
  const operationId = v.parse(OperationId, newId());
  return async (now: number): Promise<DeliveredEnvelope> => {
    const content = v.parse(DeliveredMessage, {
      version: PROTOCOL_VERSION,
      site,
      action: "link",
      operationId,
      nonce: v.parse(Nonce, newId()),
      issuedAt: now,
      receipt,
      epochs: Object.fromEntries(keys.map(({ token, epoch }) => [token, epoch])),
      kinds: Object.fromEntries(keys.map(({ token, kind }) => [token, kind])),
    });
    const message = JSON.stringify(content);
    const signatures = keys.map(async (one) => ({ token: one.token, signature: await signMessage(one, message) }));
    return { message, signatures: await Promise.all(signatures) };
  };
}

function newId(): string {
  return randomBytes(16).toString("base64url");
}
