import { randomBytes } from "node:crypto";
import type { IdentifierKind } from "@sedge/privacy/identifier";
import { landingLinkKeys } from "@sedge/privacy/landing-link";
import { deriveLinkKeys, signMessage } from "@sedge/privacy/link-key";
import {
  type DeliveredEnvelope,
  DeliveredMessage,
  LANDING_LINK_PARAMETER,
  Nonce,
  OperationId,
  PROTOCOL_VERSION,
} from "@sedge/protocol";
import * as v from "valibot";
import { signingRow } from "../key-epochs.ts";
import { IDENTIFIER_KINDS, knownIdentifiers } from "../record/known-identifier.ts";
import type { PushDeps } from "../push-deps.ts";

/** The recipient of a landing link, by their known identifiers. */
export type Recipient = Readonly<Partial<Record<IdentifierKind, string | undefined>>>;

/** The content of one recipient's landing link. */
export interface LandingLink {
  /** Append it after the link's `#`: neither servers nor referrers see it. */
  readonly fragment: string;
  /** Seconds since 1970. */
  readonly until: number;
}

/**
 * Why a recipient gets no token: the channel does not know them, they have withdrawn, or they consented to another
 * policy version.
 */
export type NoOffer = "unknown" | "withdrawn" | "without-consent";

const SECRET_BYTES = 16;
const DAY_SECONDS = 86_400;

/** An offer that is not delivered yet. */
export interface OfferedLandingLink extends LandingLink {
  readonly envelope: () => Promise<DeliveredEnvelope>;
}

/**
 * Creates a landing link for a recipient in the state, with their receipt. Returns the reason if there is none.
 *
 * @param days - How long the offer is valid, 1 to 30.
 * @param country - ISO 3166 two-letter country of phone numbers without a country code.
 */
export async function offerLandingLink(
  deps: PushDeps,
  recipient: Recipient,
  days: number,
  country?: string,
): Promise<OfferedLandingLink | NoOffer> {
  const { state, operators, policyVersion, now } = deps;
  const known = knownIdentifiers(recipient, { site: operators.site, country, key: state.key });
  const rows = known.flatMap(({ hash }) => signingRow(deps, hash) ?? []);
  // During a key rotation, a person may have only a key of the previous epoch; the offer then ends with that epoch.
  const row = rows.find(({ epoch }) => epoch === operators.epoch) ?? rows[0];
  const receipt = row && state.people.read(row.person)?.receipt;
  const output = row && state.key.open(row.hash, row.sealed);
  const kind = IDENTIFIER_KINDS.find((one) => one === row?.kind);
  if (!output || !receipt || !kind) {
    return known.some(({ hash }) => state.withdrawn.day(hash) !== undefined) ? "withdrawn" : "unknown";
  }
  if (receipt.policyVersion !== policyVersion) return "without-consent";
  const own = await deriveLinkKeys(output, operators.site, row.epoch);
  const secret = randomBytes(SECRET_BYTES);
  const handed = await landingLinkKeys(secret, operators.site);
  const until = now() + days * DAY_SECONDS;
  const offered = {
    operationId: newId(OperationId),
    receipt,
    epochs: { [own.token]: row.epoch },
    kinds: { [own.token]: kind, [handed.token]: "landing-link" },
    landingLinkUntil: until,
  };
  const envelope = async (): Promise<DeliveredEnvelope> => {
    const message = JSON.stringify(linkOf(deps, offered));
    return {
      message,
      signatures: [
        { token: own.token, signature: await signMessage(own, message) },
        { token: handed.token, signature: await signMessage(handed, message) },
      ],
    };
  };
  return { fragment: `${LANDING_LINK_PARAMETER}=${secret.toString("base64url")}`, until, envelope };
}

function linkOf({ operators, now }: PushDeps, offered: object): DeliveredMessage {
  return v.parse(DeliveredMessage, {
    version: PROTOCOL_VERSION,
    site: operators.site,
    action: "link",
    nonce: newId(Nonce),
    issuedAt: now(),
    ...offered,
  });
}

function newId<Id extends v.GenericSchema<string>>(schema: Id): v.InferOutput<Id> {
  return v.parse(schema, randomBytes(SECRET_BYTES).toString("base64url"));
}
