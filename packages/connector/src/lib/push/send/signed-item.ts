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
import type { PushDeps } from "../push-deps.ts";

interface Signer extends LinkKeys {
  readonly row: IdentifierRow;
}

/**
 * Signs an outbox item for one transmission, with a new nonce and time. Undefined if no signer's key is stored.
 *
 * @param issuedAt - Seconds since 1970.
 */
export async function signedItem(
  deps: PushDeps,
  item: OutboxItem,
  issuedAt: number,
): Promise<DeliveredEnvelope | undefined> {
  return signedBy(deps, item, issuedAt, (signers) => bodyOf(deps, item, signers));
}

/** A message to sign. Signers are hashes of identifiers, in order. */
interface SignedContent extends Pick<OutboxItem, "operation" | "signers" | "receipt"> {
  readonly action: DeliveredMessage["action"];
}

/** The same for any message. @param contentOf - Fields of the message besides the common ones. */
export async function signedBy(
  deps: PushDeps,
  content: SignedContent,
  issuedAt: number,
  contentOf: (signers: readonly Signer[]) => object,
): Promise<DeliveredEnvelope | undefined> {
  const signers = await signersOf(deps, content);
  if (signers.length === 0) return undefined;
  const whole = v.parse(DeliveredMessage, {
    version: PROTOCOL_VERSION,
    site: v.parse(SiteId, deps.operators.site),
    action: content.action,
    operationId: content.operation,
    nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
    issuedAt,
    receipt: content.receipt,
    // States each token's epoch, because keys may rotate between the manifest and the transmission.
    epochs: Object.fromEntries(signers.map(({ token, row }) => [token, row.epoch])),
    ...contentOf(signers),
  });
  const message = JSON.stringify(whole);
  const signatures = signers.map(async (one) => ({ token: one.token, signature: await signMessage(one, message) }));
  return { message, signatures: await Promise.all(signatures) };
}

async function signersOf(deps: PushDeps, { signers }: Pick<OutboxItem, "signers">): Promise<Signer[]> {
  const { state, operators } = deps;
  const derived = signers.map(async (hash): Promise<Signer[]> => {
    const row = signingRow(deps, hash);
    const output = row && state.key.open(hash, row.sealed);
    return row && output ? [{ row, ...(await deriveLinkKeys(output, operators.site, row.epoch)) }] : [];
  });
  return (await Promise.all(derived)).flat();
}

function bodyOf({ channel }: PushDeps, item: OutboxItem, signers: readonly Signer[]): object {
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
