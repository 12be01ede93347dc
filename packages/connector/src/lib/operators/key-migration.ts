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
import { CARRIED_AT_ONCE } from "./carried-at-once.ts";
import { connectedOperators, readManifest } from "./connect-prf.ts";
import { type ConnectOptions, ConnectorVoice } from "./connector-voice.ts";
import { deliverPatiently } from "./deliver-patiently.ts";
import { OperatorsError } from "./operators-error.ts";

/** A person whom the owner has on file, with what they agreed to. */
export interface KnownPerson {
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly value: string; readonly country?: string }[];
  /** Has the purpose `link`, under the site's present policy. */
  readonly receipt: ConsentReceipt;
}

/** What became of the people. */
export interface KeyMigrationResult {
  readonly carried: number;
  /** No identifier of theirs can be read. */
  readonly unreadable: number;
  /** The edge refused them, by its code. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * While keys rotate, carries over the profiles of all who are on file, without any of them coming back: derives each
 * identifier's keys in both epochs with both operators' help, and delivers links that both sign. The connector's key needs the
 * scopes `evaluate` and `link`. May be repeated.
 *
 * @param people - Read as they are needed.
 * @param progress - Told how many more people are done.
 * @throws OperatorsError `key-epoch-changed` while no epoch is being left; what `connectPrf` throws, and what `people` does.
 */
export async function migrateKeys(
  options: ConnectOptions,
  people: Iterable<KnownPerson> | AsyncIterable<KnownPerson>,
  progress: (people: number) => void = () => undefined,
): Promise<KeyMigrationResult> {
  const voice = await ConnectorVoice.of(options);
  const { previous, ...current } = connectedOperators(voice, await readManifest(voice, options.aggregatorKey));
  if (!previous)
    throw new OperatorsError("key-epoch-changed", "No key epoch is being left; there is nothing to carry over.");
  const refused: Record<string, number> = {};
  let carried = 0;
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
      const outcomes = await deliverPatiently(voice, signs, options);
      for (const [index, { person }] of some.entries()) {
        const outcome = outcomes[index];
        if (outcome && "code" in outcome) refusals.set(person, outcome.code);
      }
    }
    const readableCount = inputs.filter((own) => own.length > 0).length;
    for (const code of refusals.values()) refused[code] = (refused[code] ?? 0) + 1;
    carried += readableCount - refusals.size;
    unreadable += batch.length - readableCount;
    progress(batch.length);
  }
  return { carried, unreadable, refused };
}

interface Input {
  readonly kind: IdentifierKind;
  readonly input: Uint8Array;
}

interface EpochKeys extends LinkKeys {
  readonly epoch: number;
  readonly kind: IdentifierKind;
}

/** Cuts people into batches that have no more identifiers than operators take at once. */
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

/** PRF inputs of the identifiers that are well formed, each once. */
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

/** The keys of each person's inputs in an epoch. */
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
 * Who sign together: of each identifier the keys of both epochs, and then all the new ones, where that was not said with them. Never
 * more than a message can say the kinds of: a family's phone of which that is not known would make one person of all.
 */
function signersOf(old: readonly EpochKeys[], young: readonly EpochKeys[]): EpochKeys[][] {
  const links: EpochKeys[][] = [];
  for (let start = 0; start < young.length; start += CARRIED_AT_ONCE) {
    const end = start + CARRIED_AT_ONCE;
    links.push([...young.slice(start, end), ...old.slice(start, end)]);
  }
  const [first, ...others] = young;
  if (!first || links.length < 2) return links;
  for (let start = 0; start < others.length; start += MAX_RECORD_SIGNATURES - 1) {
    links.push([first, ...others.slice(start, start + MAX_RECORD_SIGNATURES - 1)]);
  }
  return links;
}

/** The link of a person's keys, under an operation that stays the same over tries. */
function linkOf(site: string, keys: readonly EpochKeys[], receipt: ConsentReceipt) {
  const operationId = v.parse(OperationId, newId());
  return async (now: number): Promise<DeliveredEnvelope> => {
    const said = v.parse(DeliveredMessage, {
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
    const message = JSON.stringify(said);
    const signatures = keys.map(async (one) => ({ token: one.token, signature: await signMessage(one, message) }));
    return { message, signatures: await Promise.all(signatures) };
  };
}

function newId(): string {
  return randomBytes(16).toString("base64url");
}
