import { TokenRecordSchema } from "@sedge/linkage/record";
import { parse, Refusal } from "@sedge/operator";
import {
  type Assignment,
  type Channel,
  type LinkToken,
  MAX_CLOCK_SKEW_SECONDS,
  MAX_LANDING_LINK_SECONDS,
  MAX_RECORD_SIGNATURES,
  type TokenKind,
  type TokenKinds,
} from "@sedge/protocol";
import { checkedCodebook, fusedAssignment } from "./assignment.ts";
import type { EdgeContext } from "./context.ts";
import { LandingLinks } from "./identity/client/landing-links.ts";
import type { Identity } from "./identity/client/identity.ts";
import { registerInEpochs } from "./identity/client/key-epochs.ts";
import { linkOperation } from "./identity/operations/operation.ts";
import type { Erased, TooLarge, ProfileSummary, Unproven } from "./identity/operations/results.ts";
import { admitReceipt, keepReceipt } from "./receipts.ts";
import { checkJoin, rightsOf } from "./rights/rights.ts";
import type { MessageOf, SignedRequest } from "./signed-request.ts";

/**
 * Who sends a signed message. A page asks its visitor each time, so its receipt may be of the day of a withdrawal. A receipt that a
 * connector has on file must be newer.
 */
export interface Sender {
  readonly isPage: boolean;
  /** The channel of the connector that delivers. */
  readonly channel?: Channel;
}

/** The answer, if the operation was applied. @throws {Refusal} `profile-full`, `erased-since`, `proof-required` */
export function done<Answer extends { readonly state: string }>(answer: Answer | TooLarge | Erased | Unproven): Answer {
  if (answer.state === "unproven") throw new Refusal("proof-required");
  if (answer.state === "too-large") throw new Refusal("profile-full");
  if (answer.state === "erased") throw new Refusal("erased-since");
  return answer as Answer;
}

/**
 * Registers tokens of a signed message with their key epochs, once its consent is stored.
 * @throws {Refusal} `key-epoch-retired` if they were retired since it was checked, `erased-since`
 */
export async function registerSigners(
  identity: Identity,
  { epochs, at }: Pick<SignedRequest<MessageOf<"link">>, "epochs" | "at">,
  tokens: readonly LinkToken[],
): Promise<void> {
  const theirs = new Map([...epochs].filter(([token]) => tokens.includes(token)));
  if (theirs.size > 0) await identity.settle();
  const state = await registerInEpochs(identity.shards, theirs, at);
  if (state === "retired") throw new Refusal("key-epoch-retired");
  if (state === "erased") throw new Refusal("erased-since");
}

/** The kinds, which may be given for signers only. @throws {Refusal} `malformed-request` */
export function ownKinds(kinds: TokenKinds = {}, tokens: readonly LinkToken[]): TokenKinds {
  if (Object.keys(kinds).some((token) => !tokens.includes(token as LinkToken))) {
    throw new Refusal("malformed-request", { errors: ["kinds"] });
  }
  return kinds;
}

/**
 * Links the signing tokens. If one is a landing link, a page accepts it, and a connector offers it.
 * @param now - Milliseconds since 1970.
 */
export async function link(
  context: EdgeContext,
  identity: Identity,
  signed: SignedRequest<MessageOf<"link">>,
  { isPage }: Sender,
  now: number,
): Promise<ProfileSummary> {
  const { tokens, message, at } = signed;
  const { site, receipt, operationId } = message;
  const { landingLink, people, kinds } = linkedTokens(tokens, message.kinds);
  const [first, ...others] = people;
  const until = checkedUntil(message.landingLinkUntil, landingLink !== undefined && !isPage, now);
  // A landing link joins one device, with one key.
  const isInvalid =
    first === undefined ||
    (landingLink !== undefined && isPage && others.length > 0) ||
    // A phone number or account joins people by other rules than a device does, and only records say what a token is.
    (isPage && Object.keys(kinds).length > 0);
  if (isInvalid) throw new Refusal("malformed-request", { errors: ["kinds"] });
  const isJoin = isPage && people.length > 1;
  const rights = isJoin && (await rightsOf(context, identity, { tokens, proof: message.proof }, "join", now));
  const claimed = rights ? await checkJoin(identity, people, rights, { operationId, at }) : [];
  const proven = rights ? [...rights.proven] : undefined;
  // The receipt is stored before what it allows is done.
  await admitReceipt(context.env.DB, site, people, receipt, {
    isSameDayEnough: isPage,
    isPage,
    signatures: signed.receiptSignatures,
  });
  await registerSigners(identity, signed, people);
  const operation = { operationId, at };
  if (landingLink === undefined) {
    return done(await identity.apply(await linkOperation(people, kinds, operation, claimed), { proven }));
  }
  const landingLinks = new LandingLinks(identity);
  if (until === undefined) {
    const accepted = await landingLinks.accept(landingLink, first, operation, Math.floor(now / 1_000));
    if (accepted.state === "unavailable") throw new Refusal(accepted.code);
    return done(accepted);
  }
  const summary = done(await identity.apply(await linkOperation(people, kinds, operation)));
  await landingLinks.offer({ token: landingLink, recipient: first, until }, at);
  return summary;
}

/** The tokens of a link: a landing link at most, and those of the person. @throws {Refusal} `malformed-request` */
function linkedTokens(tokens: readonly LinkToken[], declared: TokenKinds | undefined) {
  const all = ownKinds(declared, tokens);
  const [landingLink, another] = tokens.filter((token) => all[token] === "landing-link");
  if (another !== undefined) throw new Refusal("malformed-request", { errors: ["kinds"] });
  const { [landingLink ?? ""]: _landingLink, ...kinds } = all as Record<string, TokenKind>;
  return { landingLink, people: tokens.filter((token) => token !== landingLink), kinds };
}

/** When the landing link expires. Only an offer has it. @throws {Refusal} `malformed-request` */
function checkedUntil(until: number | undefined, isOffer: boolean, now: number): number | undefined {
  const seconds = Math.floor(now / 1_000);
  const latest = seconds + MAX_LANDING_LINK_SECONDS + MAX_CLOCK_SKEW_SECONDS;
  const isGood = isOffer ? until !== undefined && until > seconds && until <= latest : until === undefined;
  if (!isGood) throw new Refusal("malformed-request", { errors: ["landingLinkUntil"] });
  return until;
}

/** A record of another channel. @throws {Refusal} what `link` throws, for a record */
export async function record(
  context: EdgeContext,
  identity: Identity,
  signed: SignedRequest<MessageOf<"record">>,
): Promise<ProfileSummary> {
  const { tokens, message, at } = signed;
  const { site, receipt, operationId, body } = message;
  const fields = parse(TokenRecordSchema.entries.fields, body.fields);
  const { landingLink, kinds } = linkedTokens(tokens, body.kinds);
  if (landingLink !== undefined || tokens.length > MAX_RECORD_SIGNATURES) {
    throw new Refusal("malformed-request", { errors: [landingLink === undefined ? "signatures" : "body.kinds"] });
  }
  // The receipt is stored before what it allows is done.
  const signatures = signed.receiptSignatures;
  await admitReceipt(context.env.DB, site, tokens, receipt, { isSameDayEnough: false, signatures });
  await registerSigners(identity, signed, tokens);
  return done(await identity.record(tokens, { channel: body.channel, kinds, fields }, { operationId, at }));
}

/** Keeps this channel's codeword; answers the profile's fused cluster. */
export async function assign(
  context: EdgeContext,
  identity: Identity,
  signed: SignedRequest<MessageOf<"assign">>,
  { isPage }: Sender,
): Promise<{ readonly summary: ProfileSummary; readonly assignment: Assignment }> {
  const { tokens, message, at } = signed;
  const { site, receipt, operationId } = message;
  const { channel, codeword } = message.body;
  const files = await context.get("files")();
  checkedCodebook(files, context.get("site"), codeword);
  // The receipt is stored before what it allows is done.
  const signatures = signed.receiptSignatures;
  await admitReceipt(context.env.DB, site, tokens, receipt, { isSameDayEnough: false, isPage, signatures }).catch(
    async (error: unknown) => {
      // A visitor who agreed again on the day of a withdrawal was linked again. An erased profile must not restart
      // because a device continues.
      const isWithdrawn = error instanceof Refusal && error.code === "consent-withdrawn";
      const isLinkedAgain = isPage && isWithdrawn && (await identity.read(tokens[0])) !== undefined;
      if (!isLinkedAgain) throw error;
      return admitReceipt(context.env.DB, site, tokens, receipt, { isSameDayEnough: true, isPage, signatures });
    },
  );
  await registerSigners(identity, signed, [tokens[0]]);
  const summary = done(await identity.assign(tokens[0], channel, codeword, { operationId, at }));
  const assignment = fusedAssignment(files, context.get("site"), summary.codewords);
  if (!assignment) throw new Refusal("unknown-codeword");
  return { summary, assignment };
}

/**
 * Every signing token leaves its profile; answers for the first known one. With a receipt that lacks `link` it is a
 * withdrawal: the token's records and rights are deleted too, and the receipt prevents links until a newer one.
 */
export async function unlink(
  context: EdgeContext,
  identity: Identity,
  { tokens, message, at, receiptSignatures }: SignedRequest<MessageOf<"unlink">>,
): Promise<ProfileSummary> {
  const { receipt, operationId } = message;
  const isWithdrawal = !receipt.purposes.includes("link");
  // Stored first: even if this request fails, the tokens are not linked again.
  if (isWithdrawal) await keepReceipt(context.env.DB, message.site, tokens, receipt, receiptSignatures);
  let first: ProfileSummary | undefined;
  for (const token of tokens) {
    if (isWithdrawal) await identity.withdraw(token, at);
    const summary = await identity.unlink(token, { operationId, at });
    first ??= summary;
  }
  if (!first) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, message.site, tokens, receipt, receiptSignatures);
  return first;
}
