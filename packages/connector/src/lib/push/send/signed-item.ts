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
  const { site } = around.operators;
  const signers = await signersOf(around, item);
  if (signers.length === 0) return undefined;
  const said = v.parse(DeliveredMessage, {
    version: PROTOCOL_VERSION,
    site: v.parse(SiteId, site),
    action: item.action,
    operationId: item.operation,
    nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
    issuedAt,
    receipt: item.receipt,
    ...epochsOf(around, signers),
    ...bodyOf(around, item, signers),
  });
  const message = JSON.stringify(said);
  const signatures = signers.map(async (one) => ({ token: one.token, signature: await signMessage(one, message) }));
  return { message, signatures: await Promise.all(signatures) };
}

async function signersOf({ state, operators }: Surroundings, { signers }: OutboxItem): Promise<Signer[]> {
  const derived = signers.map(async (hash): Promise<Signer[]> => {
    const row = state.identifiers.read(hash);
    const output = row && state.key.open(hash, row.sealed);
    return row && output ? [{ row, ...(await deriveLinkKeys(output, operators.site, row.epoch)) }] : [];
  });
  return (await Promise.all(derived)).flat();
}

/** The epochs of tokens that are not of the present one. */
function epochsOf({ operators }: Surroundings, signers: readonly Signer[]) {
  const old = signers
    .filter(({ row }) => row.epoch !== operators.epoch)
    .map(({ token, row }) => [token, row.epoch] as const);
  return old.length > 0 ? { epochs: Object.fromEntries(old) } : {};
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
