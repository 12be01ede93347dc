import { randomBytes } from "node:crypto";
import { IdentifierError, type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import {
  type ConsentReceipt,
  type DeliveredEnvelope,
  DeliveredMessage,
  MAX_DELIVERY_ITEMS,
  Nonce,
  OperationId,
  PROTOCOL_VERSION,
} from "@sedge/protocol";
import * as v from "valibot";
import { blindBatch, finalizeBatch } from "../prf/blinded-batch.ts";
import type { Operators } from "../prf/operators.ts";
import { connectedOperators, readManifest } from "./connect-prf.ts";
import { type ConnectOptions, ConnectorVoice } from "./connector-voice.ts";
import { deliver } from "./deliver.ts";
import { OperatorsError } from "./operators-error.ts";

/** A person whom the owner has on file, with what they agreed to. */
export interface KnownPerson {
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly value: string; readonly country?: string }[];
  /** Has the purpose `link`, under the site's present policy. */
  readonly receipt: ConsentReceipt;
}

/** What became of the people. */
export interface CarriedOver {
  readonly carried: number;
  /** No identifier of theirs can be read. */
  readonly unreadable: number;
  /** The edge refused them, by its code. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * While keys rotate, carries over the profiles of all who are on file, without any of them coming back: derives each
 * identifier's keys in both epochs with both operators' help, and delivers a link that all of them sign. The connector's key
 * needs the scopes `evaluate` and `link`. May be repeated.
 *
 * @param progress - Told how many more people are done.
 * @throws OperatorsError `key-epoch-changed` while no epoch is being left; and what `connectPrf` throws.
 */
export async function carryOver(
  options: ConnectOptions,
  people: readonly KnownPerson[],
  progress: (people: number) => void = () => undefined,
): Promise<CarriedOver> {
  const voice = await ConnectorVoice.of(options);
  const { previous, ...current } = connectedOperators(voice, await readManifest(voice, options.aggregatorKey));
  if (!previous)
    throw new OperatorsError("key-epoch-changed", "No key epoch is being left; there is nothing to carry over.");
  const refused: Record<string, number> = {};
  let carried = 0;
  let unreadable = 0;
  for (const batch of batches(people, current.maxElements)) {
    const inputs = batch.map(({ identifiers }) => readable(identifiers, current.site));
    const [old, young] = [await keysIn(previous, inputs), await keysIn(current, inputs)];
    const links = batch.flatMap(({ receipt }, index) => {
      const keys = [...(old[index] ?? []), ...(young[index] ?? [])];
      return keys.length === 0 ? [] : [linkOf(current.site, keys, receipt)];
    });
    unreadable += batch.length - links.length;
    for (let start = 0; start < links.length; start += MAX_DELIVERY_ITEMS) {
      const some = links.slice(start, start + MAX_DELIVERY_ITEMS);
      for (const outcome of await deliver(voice, (now) => Promise.all(some.map((link) => link(now))))) {
        if ("code" in outcome) refused[outcome.code] = (refused[outcome.code] ?? 0) + 1;
        else carried += 1;
      }
    }
    progress(batch.length);
  }
  return { carried, unreadable, refused };
}

interface EpochKeys extends LinkKeys {
  readonly epoch: number;
}

/** Cuts people into batches that have no more identifiers than operators take at once. */
function batches(people: readonly KnownPerson[], maxElements: number): KnownPerson[][] {
  const all: KnownPerson[][] = [[]];
  let elements = 0;
  for (const person of people) {
    elements += person.identifiers.length;
    if (elements > maxElements) {
      all.push([]);
      elements = person.identifiers.length;
    }
    all.at(-1)?.push(person);
  }
  return all.filter((batch) => batch.length > 0);
}

/** PRF inputs of the identifiers that are well formed. */
function readable(identifiers: KnownPerson["identifiers"], site: string): Uint8Array[] {
  return identifiers.flatMap(({ kind, value, country }) => {
    try {
      return [prfInput(site, kind, normaliseIdentifier(kind, value, country))];
    } catch (error) {
      if (error instanceof IdentifierError) return [];
      throw error;
    }
  });
}

/** The keys of each person's inputs in an epoch. */
async function keysIn(operators: Operators, inputs: readonly (readonly Uint8Array[])[]): Promise<EpochKeys[][]> {
  const all = inputs.flat();
  if (all.length === 0) return inputs.map(() => []);
  const batch = blindBatch(all);
  const outputs = finalizeBatch(batch, await operators.evaluate(batch.blinded));
  const { site, epoch } = operators;
  const keys = await Promise.all(
    outputs.map(async (output) => ({ epoch, ...(await deriveLinkKeys(output, site, epoch)) })),
  );
  let next = 0;
  return inputs.map(({ length }) => keys.slice(next, (next += length)));
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
    });
    const message = JSON.stringify(said);
    const signatures = keys.map(async (one) => ({ token: one.token, signature: await signMessage(one, message) }));
    return { message, signatures: await Promise.all(signatures) };
  };
}

function newId(): string {
  return randomBytes(16).toString("base64url");
}
