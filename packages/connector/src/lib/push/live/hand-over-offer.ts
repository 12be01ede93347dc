import { randomBytes } from "node:crypto";
import type { IdentifierKind } from "@sedge/privacy/identifier";
import { handoverKeys } from "@sedge/privacy/handover";
import { deriveLinkKeys, signMessage } from "@sedge/privacy/link-key";
import {
  type ConsentReceipt,
  type DeliveredEnvelope,
  DeliveredMessage,
  HANDOVER_PARAMETER,
  type LinkToken,
  Nonce,
  OperationId,
  PROTOCOL_VERSION,
  type TokenKind,
} from "@sedge/protocol";
import * as v from "valibot";
import { IDENTIFIER_KINDS, knownIdentifiers } from "../record/known-identifier.ts";
import type { Surroundings } from "../surroundings.ts";

/** Somebody to whom a landing link is sent, by what is on file of them. */
export type Recipient = Readonly<Partial<Record<IdentifierKind, string>>>;

/** What goes into the recipient's landing link, and no other's. */
export interface HandOver {
  /** To be put behind the link's `#`: neither servers nor referrers see it. */
  readonly fragment: string;
  /** Seconds since 1970. */
  readonly until: number;
}

const SECRET_BYTES = 16;
const DAY_SECONDS = 86_400;

/** An offer that was not delivered yet. */
export interface OfferedHandOver extends HandOver {
  readonly envelope: () => Promise<DeliveredEnvelope>;
}

/**
 * Draws a hand-over for a recipient whom the state knows, with their receipt. Undefined for anybody else, and for who has
 * withdrawn: their link carries nothing.
 *
 * @param days - How long it is offered, 1 to 30.
 */
export async function offerHandOver(
  around: Surroundings,
  recipient: Recipient,
  days: number,
): Promise<OfferedHandOver | undefined> {
  const { state, operators, now } = around;
  const rows = knownIdentifiers(recipient, { site: operators.site, key: state.key }).map(({ hash }) =>
    state.identifiers.read(hash),
  );
  const row = rows.find((one) => one?.epoch === operators.epoch);
  const receipt = row && state.people.read(row.person)?.receipt;
  const output = row && state.key.open(row.hash, row.sealed);
  const kind = IDENTIFIER_KINDS.find((one) => one === row?.kind);
  if (!output || !receipt || !kind) return undefined;
  const own = await deriveLinkKeys(output, operators.site, operators.epoch);
  const secret = randomBytes(SECRET_BYTES);
  const handed = await handoverKeys(secret, operators.site);
  const until = now() + days * DAY_SECONDS;
  const operationId = v.parse(OperationId, randomBytes(16).toString("base64url"));
  const kinds: Record<LinkToken, TokenKind> = { [own.token]: kind, [handed.token]: "handover" };
  const envelope = async (): Promise<DeliveredEnvelope> => {
    const message = JSON.stringify(linkOf(around, { operationId, receipt, kinds, handoverUntil: until }));
    return {
      message,
      signatures: [
        { token: own.token, signature: await signMessage(own, message) },
        { token: handed.token, signature: await signMessage(handed, message) },
      ],
    };
  };
  return { fragment: `${HANDOVER_PARAMETER}=${secret.toString("base64url")}`, until, envelope };
}

interface Offered {
  readonly operationId: OperationId;
  readonly receipt: ConsentReceipt;
  readonly kinds: Readonly<Record<LinkToken, TokenKind>>;
  readonly handoverUntil: number;
}

function linkOf({ operators, now }: Surroundings, offered: Offered): DeliveredMessage {
  return v.parse(DeliveredMessage, {
    version: PROTOCOL_VERSION,
    site: operators.site,
    action: "link",
    nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
    issuedAt: now(),
    ...offered,
  });
}
