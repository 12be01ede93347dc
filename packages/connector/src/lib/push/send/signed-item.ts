import { randomBytes } from "node:crypto";
import { deriveLinkKeys, type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import {
  type DeliveredEnvelope,
  DeliveredMessage,
  type LinkToken,
  Nonce,
  PROTOCOL_VERSION,
  SiteId,
  type TokenKinds,
} from "@sedge/protocol";
import * as v from "valibot";
import type { IdentifierRow } from "../state/identifier-rows.ts";
import type { OutboxItem } from "../state/outbox-rows.ts";
import { signingRow } from "../key-epochs.ts";
import type { Surroundings } from "../surroundings.ts";

interface Signer extends LinkKeys {
  readonly row: IdentifierRow;
}

/**
 * An outbox item as it goes out: with a nonce and time of this transmission, signed by its tokens. Undefined where no key of
 * its signers is kept any more.
 *
 * @param issuedAt - Seconds since 1970.
 */
export async function signedItem(
  around: Surroundings,
  item: OutboxItem,
  issuedAt: number,
): Promise<DeliveredEnvelope | undefined> {
  return signedBy(around, item, issuedAt, (signers) => bodyOf(around, item, signers));
}

/** What is said by tokens: by hashes of their identifiers, in order. */
interface SaidBy extends Pick<OutboxItem, "operation" | "signers" | "receipt"> {
  readonly action: DeliveredMessage["action"];
}

/** The same for anything that tokens sign. @param contentOf - What the message has beside what all have. */
export async function signedBy(
  around: Surroundings,
  said: SaidBy,
  issuedAt: number,
  contentOf: (signers: readonly Signer[]) => object,
): Promise<DeliveredEnvelope | undefined> {
  const signers = await signersOf(around, said);
  if (signers.length === 0) return undefined;
  const whole = v.parse(DeliveredMessage, {
    version: PROTOCOL_VERSION,
    site: v.parse(SiteId, around.operators.site),
    action: said.action,
    operationId: said.operation,
    nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
    issuedAt,
    receipt: said.receipt,
    // Each is named: keys may rotate between what was published and what is sent.
    epochs: Object.fromEntries(signers.map(({ token, row }) => [token, row.epoch])),
    ...contentOf(signers),
  });
  const message = JSON.stringify(whole);
  const signatures = signers.map(async (one) => ({ token: one.token, signature: await signMessage(one, message) }));
  return { message, signatures: await Promise.all(signatures) };
}

async function signersOf(around: Surroundings, { signers }: Pick<OutboxItem, "signers">): Promise<Signer[]> {
  const { state, operators } = around;
  const derived = signers.map(async (hash): Promise<Signer[]> => {
    const row = signingRow(around, hash);
    const output = row && state.key.open(hash, row.sealed);
    return row && output ? [{ row, ...(await deriveLinkKeys(output, operators.site, row.epoch)) }] : [];
  });
  return (await Promise.all(derived)).flat();
}

function bodyOf({ channel }: Surroundings, item: OutboxItem, signers: readonly Signer[]): object {
  const kinds = kindsOf(signers);
  switch (item.action) {
    case "link":
      return Object.keys(kinds).length > 0 ? { kinds } : {};
    case "record":
      return { body: { channel, fields: item.body, ...(Object.keys(kinds).length > 0 && { kinds }) } };
    case "assign":
      return { body: item.body };
    case "unlink":
    case "erase":
      return {};
  }
}

function kindsOf(signers: readonly Signer[]): TokenKinds {
  const kinds: [LinkToken, TokenKinds[LinkToken]][] = [];
  for (const { token, row } of signers) if (row.kind !== "record") kinds.push([token, row.kind]);
  return Object.fromEntries(kinds);
}
