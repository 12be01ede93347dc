import * as v from "valibot";
import { LinkToken } from "./link-token.ts";
import { MAX_RECORD_SIGNATURES } from "./limits.ts";

/**
 * What a link token was derived from. `landingLink`: a one-time secret in a landing link (landing-link.ts), which is
 * not a person's identifier.
 */
export const TokenKind = v.picklist(["email", "phone", "loyalty", "account", "landing-link"]);
export type TokenKind = v.InferOutput<typeof TokenKind>;

/**
 * The kinds of signing tokens, if the sender states them; the edge cannot derive them. A page never states them. The
 * owner of records can, so that a shared phone joins nobody and two accounts are two people.
 */
export const TokenKinds = v.pipe(
  v.record(LinkToken, TokenKind),
  v.check((kinds) => Object.keys(kinds).length <= MAX_RECORD_SIGNATURES, "too many tokens"),
);
export type TokenKinds = v.InferOutput<typeof TokenKinds>;
