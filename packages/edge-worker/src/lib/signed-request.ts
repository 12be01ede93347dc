import { checkClock, messageOf, readJson, Refusal } from "@sedge/operator";
import { verifyMessage, verifyReceipt } from "@sedge/privacy/link-key";
import {
  type DeliveredEnvelope,
  DeliveredMessage,
  type LinkToken,
  type SignedAction,
  SignedEnvelope,
  SignedMessage,
  type KeyEpoch,
  type SignedReceipt,
  type Purpose,
} from "@sedge/protocol";
import type { EdgeContext } from "./context.ts";
import type { Identity } from "./identity/client/identity.ts";
import { datedReceipt } from "./receipt-day.ts";
import { epochNumbers } from "./epochs.ts";
import { checkedCodebook } from "./assignment.ts";
import type { ReceiptSignatures } from "./receipts.ts";
import { spendRegistrations } from "./evaluation.ts";
import type { Site } from "./site.ts";

/**
 * These actions need no consent: a person who has withdrawn may still unlink, export and erase. The receipt is stored as
 * proof.
 */
const RIGHTS: ReadonlySet<SignedAction | "record"> = new Set(["unlink", "undo", "export", "erase"]);

/**
 * These actions store something of tokens that are not known: they register them, and an erasure keeps their receipt, which keeps older consents
 * out. A page is charged for such tokens, so that keys which it makes up fill no storage.
 */
const STORING: ReadonlySet<SignedAction | "record"> = new Set(["link", "assign", "ballot", "erase"]);

/** These actions change one profile first of all, and store the nonce with that. */
const WAITING: ReadonlySet<SignedAction | "record"> = new Set(["link", "assign", "unlink", "erase"]);

/** What an action needs beside `link`, which every use of a link token needs. */
const ALSO: Partial<Record<SignedAction | "record", readonly Purpose[]>> = { ballot: ["learn"] };

/**
 * Refuses what the visitor has not agreed to.
 * @param action - Undefined for unsigned requests.
 * @throws {Refusal} `consent-required`, `policy-outdated`
 */
export function checkConsent(
  receipt: Pick<SignedReceipt, "purposes" | "policyVersion">,
  site: Site,
  action?: SignedAction | "record",
): void {
  if (action !== undefined && RIGHTS.has(action)) return;
  const needed: Purpose[] = ["link", ...(action === undefined ? [] : (ALSO[action] ?? []))];
  if (!needed.every((one) => receipt.purposes.includes(one))) throw new Refusal("consent-required");
  if (receipt.policyVersion !== site.policyVersion) throw new Refusal("policy-outdated");
}

/**
 * Refuses tokens of an epoch that is not accepted: retired, or unknown. The signer names the epoch; the epoch that was stored
 * when the token was first seen takes precedence.
 * @returns The epochs to register the tokens with; none before the first change of keys, when all are of the first epoch.
 * @throws {Refusal} `key-epoch-retired`, `key-epoch-changed`
 */
async function checkEpochs(
  context: EdgeContext,
  identity: Identity,
  tokens: readonly LinkToken[],
  named: Readonly<Record<LinkToken, KeyEpoch>> = {},
): Promise<Map<LinkToken, KeyEpoch>> {
  let epochs = await context.get("epochs")();
  const wanted = tokens.map((token) => named[token] ?? epochs.current.epoch);
  // The device may know an epoch that this isolate has not read yet.
  if (wanted.some((epoch) => epoch > epochs.current.epoch)) epochs = await context.get("epochs")(true);
  const { current } = epochs;
  if (wanted.some((epoch) => epoch > current.epoch)) throw new Refusal("key-epoch-changed");
  if (current.epoch === 1) return new Map();
  const ofTokens = tokens.map((token, index) => [token, wanted[index] ?? current.epoch] as const);
  const noted = await Promise.all(
    ofTokens.map(([token, epoch]) => identity.shards.ownOf(token).noteEpoch(token, epoch)),
  );
  const isRead = (epoch: KeyEpoch | "retired") => epoch !== "retired" && epochNumbers(epochs).includes(epoch);
  if (!noted.every(isRead)) throw new Refusal("key-epoch-retired");
  return new Map(ofTokens);
}

type AnyMessage = SignedMessage | DeliveredMessage;
/** The message of an action. */
export type MessageOf<Action extends AnyMessage["action"]> = Extract<AnyMessage, { action: Action }>;

/** A verified message: signed by its tokens, recent, not replayed, for this site and action, with the consent that it needs. */
export interface SignedRequest<Message extends AnyMessage> {
  /** The signing tokens, in the order of their signatures. */
  readonly tokens: readonly [LinkToken, ...LinkToken[]];
  readonly message: Message;
  /** When it was signed, in seconds since 1970, by the signer's clock as far as it is not ahead of the edge's. */
  readonly at: number;
  /** With which key epochs the tokens are registered; empty before the first change of keys. */
  readonly epochs: ReadonlyMap<LinkToken, KeyEpoch>;
  /** The signatures of the receipt alone, of the tokens that sent one. */
  readonly receiptSignatures: ReceiptSignatures;
}

function isAction<Action extends SignedAction>(message: AnyMessage, action: Action): message is MessageOf<Action> {
  return message.action === action;
}

/**
 * The signatures of the receipt alone. None where the edge keeps another day than was signed.
 * @throws {Refusal} `bad-signature`
 */
async function receiptSignaturesOf(
  { signatures }: SignedEnvelope,
  { site, receipt }: AnyMessage,
  kept: SignedReceipt,
): Promise<ReceiptSignatures> {
  const given = signatures.flatMap(({ token, receiptSignature }) =>
    receiptSignature === undefined ? [] : [[token, receiptSignature] as const],
  );
  const verdicts = await Promise.all(given.map(([token, signature]) => verifyReceipt(token, site, receipt, signature)));
  if (verdicts.includes(false)) throw new Refusal("bad-signature");
  return new Map(receipt.day === kept.day ? given : []);
}

/**
 * Checks an envelope. Checks signatures before it parses or stores anything of the message, and the clock
 * before the nonce, so that it stores only nonces that could pass again.
 * @param read - The message of the signed text, for a site.
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `bad-signature`, `unsupported-version`, `malformed-request`, `stale-request`, `replayed-request`,
 *   `key-epoch-retired`, `key-epoch-changed`, `consent-required`, `policy-outdated`
 */
async function checkSigned<Message extends AnyMessage>(
  context: EdgeContext,
  envelope: SignedEnvelope,
  read: (text: string, site: string) => Message,
  identity: Identity,
  { isPage, now }: { readonly isPage: boolean; readonly now: number },
): Promise<SignedRequest<Message>> {
  const { message: text, signatures } = envelope;
  const verdicts = await Promise.all(signatures.map(({ token, signature }) => verifyMessage(token, text, signature)));
  const [first, ...others] = signatures.map(({ token }) => token);
  if (first === undefined || verdicts.includes(false)) throw new Refusal("bad-signature");
  const site = context.get("site");
  const message = read(text, site.id);
  const seconds = Math.floor(now / 1_000);
  checkClock(message.issuedAt, seconds);
  const tokens = [first, ...others] as const;
  const mayWait = isPage && WAITING.has(message.action);
  const { isFresh, unregistered } = await identity.admit(tokens, message.nonce, seconds, mayWait);
  if (!isFresh) throw new Refusal("replayed-request");
  const kinds = message.action === "link" ? (message.kinds ?? {}) : {};
  // A landing link's token has no epoch, and is never registered.
  const people = tokens.filter((token) => kinds[token] !== "landing-link");
  // Erasing is always possible: data of a retired epoch's token may remain.
  const isErasing = message.action === "erase";
  const epochs = isErasing
    ? new Map<LinkToken, KeyEpoch>()
    : await checkEpochs(context, identity, people, message.epochs);
  checkConsent(message.receipt, site, message.action);
  const showing = { isPage, isRight: RIGHTS.has(message.action), ...site.retention };
  const receipt = datedReceipt(message.receipt, showing, now);
  const receiptSignatures = await receiptSignaturesOf(envelope, message, receipt);
  // Last, so that nothing is charged for what is refused.
  const registering = unregistered.filter((token) => people.includes(token)).length;
  if (isPage && registering > 0 && STORING.has(message.action)) {
    const asked: AnyMessage = message;
    if (asked.action === "assign") checkedCodebook(await context.get("files")(), site, asked.body.codeword);
    await spendRegistrations(context, registering, seconds);
  }
  return {
    tokens: [...tokens],
    message: { ...message, receipt },
    at: Math.min(message.issuedAt, seconds),
    epochs,
    receiptSignatures,
  };
}

/** Reads a signed request of a page. @throws {Refusal} the refusals of a body, and those of {@link checkSigned} */
export async function readSigned<Action extends SignedAction>(
  context: EdgeContext,
  action: Action,
  identity: Identity,
  now: number,
): Promise<SignedRequest<MessageOf<Action>>> {
  const envelope = await readJson(context.req.raw, SignedEnvelope);
  const read = (text: string, site: string): MessageOf<Action> => {
    const message = messageOf(SignedMessage, text, site);
    if (!isAction(message, action)) throw new Refusal("malformed-request", { errors: ["action"] });
    return message;
  };
  return checkSigned(context, envelope, read, identity, { isPage: true, now });
}

/** Checks one item of a delivery. @throws {Refusal} those of {@link checkSigned} */
export function checkDelivered(
  context: EdgeContext,
  envelope: DeliveredEnvelope,
  identity: Identity,
  now: number,
): Promise<SignedRequest<DeliveredMessage>> {
  const read = (text: string, site: string) => messageOf(DeliveredMessage, text, site);
  return checkSigned(context, envelope, read, identity, { isPage: false, now });
}
