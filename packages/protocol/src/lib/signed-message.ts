import * as v from "valibot";
import { AssignBody } from "./assignment.ts";
import { BallotBody } from "./ballot.ts";
import { base64url } from "./base64url.ts";
import { SignedReceipt } from "./consent-receipt.ts";
import { LandingLinkUntil } from "./landing-link.ts";
import { MAX_MESSAGE_CHARS, MAX_PROOF_CHARS, MAX_SIGNATURES } from "./limits.ts";
import { LinkToken } from "./link-token.ts";
import { KeyEpoch } from "./manifest.ts";
import { SiteId } from "./site-id.ts";
import { TokenKinds } from "./token-kinds.ts";
import { RequestVersion } from "./version.ts";

/**
 * Names an operation across retries: the edge applies each at most once and answers a repeat with the same outcome.
 * 16 random bytes, made by the device when the operation enters its outbox.
 */
export const OperationId = v.pipe(base64url(16), v.brand("OperationId"));
export type OperationId = v.InferOutput<typeof OperationId>;

/** Names one transmission. A retry carries a new one; a nonce seen twice is a replay and is refused. 16 random bytes. */
export const Nonce = v.pipe(base64url(16), v.brand("Nonce"));
export type Nonce = v.InferOutput<typeof Nonce>;

/** Body of a signed `undo`: the operation that is taken back. */
const UndoBody = v.strictObject({ operationId: OperationId });

/**
 * A proof of control, where a message needs more than an identifier's key: a JWT of the site's login (RFC 7519, EdDSA). Its
 * schema is in proof-of-control.ts.
 */
export const ProofOfControl = v.pipe(v.string(), v.maxLength(MAX_PROOF_CHARS), v.regex(/^[\w-]+\.[\w-]+\.[\w-]{86}$/));
const proof = v.exactOptional(ProofOfControl);

/** What every signed message begins with. */
export const messageHead = {
  version: RequestVersion,
  site: SiteId,
  operationId: OperationId,
  nonce: Nonce,
  /** Seconds since 1970 by the device's clock, corrected by the last `stale-request` answer. */
  issuedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  receipt: SignedReceipt,
  /**
   * The key epoch that each signing token was derived in; one that is not named is of the current epoch. Tokens of two
   * epochs that sign one message carry the older one's profile over.
   */
  epochs: v.exactOptional(v.record(LinkToken, KeyEpoch)),
};

/**
 * The signing tokens belong to one person. One token alone registers itself. `kinds` says what they were made of, where
 * the sender wants the edge to know; pages don't.
 */
export const LinkMessage = v.strictObject({
  ...messageHead,
  action: v.literal("link"),
  kinds: v.exactOptional(TokenKinds),
  /** Where a connector offers a landing link: until when. */
  landingLinkUntil: v.exactOptional(LandingLinkUntil),
  proof,
});
/** This channel's codeword for the signing token's profile. */
export const AssignMessage = v.strictObject({ ...messageHead, action: v.literal("assign"), body: AssignBody });
/** Takes the signing token out of its profile; what came through it goes with it. */
export const UnlinkMessage = v.strictObject({ ...messageHead, action: v.literal("unlink") });
/** Takes back an operation that the signing token was part of: what it joined, or what it parted. */
export const UndoMessage = v.strictObject({ ...messageHead, action: v.literal("undo"), body: UndoBody, proof });
/** Everything the edge stores about the signing token's profile. */
export const ExportMessage = v.strictObject({ ...messageHead, action: v.literal("export"), proof });
/** Erases the signing token's profile: tokens, edges, codewords. The message's receipt remains as proof. */
export const EraseMessage = v.strictObject({ ...messageHead, action: v.literal("erase"), proof });

/** The one ballot of the signing token's profile in a round. A repeat of the operation is answered the same. */
export const BallotMessage = v.strictObject({ ...messageHead, action: v.literal("ballot"), body: BallotBody, proof });

/** What is signed: the UTF-8 bytes of `envelope.message`, which parse to this. */
export const SignedMessage = v.variant("action", [
  LinkMessage,
  AssignMessage,
  UnlinkMessage,
  UndoMessage,
  ExportMessage,
  EraseMessage,
  BallotMessage,
]);
export type SignedMessage = v.InferOutput<typeof SignedMessage>;
export type SignedAction = SignedMessage["action"];

/** A message as the exact string that was signed, and its signatures, each of another token. */
/* @__NO_SIDE_EFFECTS__ */
export function envelopeOf(maxMessageChars: number, maxSignatures: number) {
  return v.strictObject({
    message: v.pipe(v.string(), v.maxLength(maxMessageChars)),
    signatures: v.pipe(
      v.array(
        v.strictObject({
          token: LinkToken,
          signature: base64url(64),
          /** The token's signature of the receipt alone (`receiptText`), which is kept with it. */
          receiptSignature: v.exactOptional(base64url(64)),
        }),
      ),
      v.minLength(1),
      v.maxLength(maxSignatures),
      v.check(
        (signatures) => new Set(signatures.map(({ token }) => token)).size === signatures.length,
        "tokens repeat",
      ),
    ),
  });
}

/**
 * Device to edge (promise row 2): a message as the exact string that was signed, so that no canonical JSON is needed,
 * with an Ed25519 signature (RFC 8032) of each signing link token.
 */
export const SignedEnvelope = envelopeOf(MAX_MESSAGE_CHARS, MAX_SIGNATURES);
export type SignedEnvelope = v.InferOutput<typeof SignedEnvelope>;

/** What the signature covers before the message: keeps a Sedge signature from meaning anything elsewhere. */
export const SIGNATURE_CONTEXT = "sedge/v1/signed-message\n";
