import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { MAX_SIGNATURES } from "./limits.ts";
import { LinkToken } from "./link-token.ts";
import { OperationId } from "./signed-message.ts";
import { SiteId } from "./site-id.ts";

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Longest time that a proof of control is valid, in seconds. */
export const MAX_PROOF_SECONDS = 300;

/**
 * What a proof allows, once: `read` an export, or the codewords that come with a ballot; `undo` an operation; `erase` a
 * profile; `join` two existing profiles.
 */
export const ProofPurpose = v.picklist(["read", "undo", "erase", "join"]);
export type ProofPurpose = v.InferOutput<typeof ProofPurpose>;

/** Header of a proof: one algorithm, and the registered key that signed. */
export const ProofHeader = v.strictObject({
  alg: v.literal("EdDSA"),
  typ: v.exactOptional(v.literal("JWT")),
  kid: base64url(32),
});

/** Claims of a proof: the site's login states that these tokens belong to the person who is signed in. */
export const ProofClaims = v.strictObject({
  /** The site. */
  aud: SiteId,
  purpose: ProofPurpose,
  tokens: v.pipe(v.array(LinkToken), v.minLength(1), v.maxLength(MAX_SIGNATURES)),
  /** Names the proof, which is accepted once. */
  jti: v.pipe(v.string(), v.minLength(16), v.maxLength(64)),
  iat: seconds,
  /** At most {@link MAX_PROOF_SECONDS} after `iat`. */
  exp: seconds,
});
export type ProofClaims = v.InferOutput<typeof ProofClaims>;

/** A site's registered login key: Ed25519, as `kid` names it. Registering it again changes it; a past `notAfter` ends it. */
export const LoginKey = v.strictObject({ key: base64url(32), notAfter: v.nullable(seconds) });
export type LoginKey = v.InferOutput<typeof LoginKey>;
export const LoginKeys = v.object({ keys: v.array(v.object(LoginKey.entries)) });

/** Most login keys of a site: the one in use, the one that follows it, and those of a second login. */
export const MAX_LOGIN_KEYS = 4;

/** Erasures that were asked for without a proof, and that the site must answer. */
export const ErasureRequests = v.object({
  requests: v.array(
    v.object({
      token: LinkToken,
      operationId: OperationId,
      /** Seconds since 1970. Unanswered, it is declined at `due`. */
      filedAt: seconds,
      due: seconds,
    }),
  ),
});
export type ErasureRequests = v.InferOutput<typeof ErasureRequests>;

/** The site's answer to one, once it has checked who asks. */
export const ErasureAnswer = v.strictObject({ token: LinkToken, answer: v.picklist(["erase", "decline"]) });
