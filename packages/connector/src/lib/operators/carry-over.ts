import { randomBytes } from "node:crypto";
import { IdentifierError, type IdentifierKind, normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import {
  type ConsentReceipt,
  LinkOutcome,
  Nonce,
  OperationId,
  PROTOCOL_VERSION,
  SignedMessage,
  SiteId,
} from "@sedge/protocol";
import { EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import { blindBatch, finalizeBatch } from "../prf/blinded-batch.ts";
import type { Operators } from "../prf/operators.ts";
import { type ConnectOptions, connectPrf } from "./connect-prf.ts";
import { OperatorsError } from "./operators-error.ts";
import { patientRequest } from "./patient-request.ts";

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
 * identifier's keys in both epochs with both operators' help, and signs one link with all of them. May be repeated.
 *
 * @param progress - Told how many more people are done.
 * @throws OperatorsError `key-epoch-changed` while no epoch is being left; and what `connectPrf` throws.
 */
export async function carryOver(
  options: ConnectOptions,
  people: readonly KnownPerson[],
  progress: (people: number) => void = () => undefined,
): Promise<CarriedOver> {
  const { previous, ...current } = await connectPrf(options);
  if (!previous)
    throw new OperatorsError("key-epoch-changed", "No key epoch is being left; there is nothing to carry over.");
  const refused: Record<string, number> = {};
  let carried = 0;
  let unreadable = 0;
  for (const batch of batches(people, current.maxElements)) {
    const inputs = batch.map(({ identifiers }) => readable(identifiers, current.site));
    const [old, young] = [await keysIn(previous, inputs), await keysIn(current, inputs)];
    for (const [index, { receipt }] of batch.entries()) {
      const keys = [...(old[index] ?? []), ...(young[index] ?? [])];
      if (keys.length === 0) unreadable += 1;
      const code = keys.length > 0 ? await link(options, keys, receipt) : undefined;
      if (code !== undefined) refused[code] = (refused[code] ?? 0) + 1;
      else if (keys.length > 0) carried += 1;
      progress(1);
    }
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

/** Says that the keys are one person's. Resolves to the code of a refusal. */
async function link(
  options: ConnectOptions,
  keys: readonly EpochKeys[],
  receipt: ConsentReceipt,
): Promise<string | undefined> {
  const id = () => randomBytes(16).toString("base64url");
  const operationId = v.parse(OperationId, id());
  const url = options.endpoint.replace(/\/$/, "") + EDGE_ROUTES.link.path.replace(":site", options.site);
  const answer = await patientRequest(LinkOutcome, options, async () => {
    const said = v.parse(SignedMessage, {
      version: PROTOCOL_VERSION,
      site: v.parse(SiteId, options.site),
      action: "link",
      operationId,
      nonce: v.parse(Nonce, id()),
      issuedAt: Math.floor(Date.now() / 1_000),
      receipt,
      epochs: Object.fromEntries(keys.map(({ token, epoch }) => [token, epoch])),
    });
    const message = JSON.stringify(said);
    const signatures = keys.map(async (one) => ({ token: one.token, signature: await signMessage(one, message) }));
    const body = JSON.stringify({ message, signatures: await Promise.all(signatures) });
    return { url, init: { method: "POST", headers: { "content-type": "application/json" }, body } };
  });
  return answer.ok ? undefined : answer.problem.code;
}
