import * as v from "valibot";
import { LinkToken } from "./link-token.ts";
import { MAX_RECORD_SIGNATURES } from "./limits.ts";

/** What a link token was made of. `landingLink`: of a one-time secret in a landing link (landing link.ts); it is nobody's identifier. */
export const TokenKind = v.picklist(["email", "phone", "loyalty", "account", "landing-link"]);
export type TokenKind = v.InferOutput<typeof TokenKind>;

/**
 * The kinds of signing tokens, where the sender says them: the edge cannot know them. A page never does; the owner
 * of records may, so that a shared phone joins nobody and two accounts are two people.
 */
export const TokenKinds = v.pipe(
  v.record(LinkToken, TokenKind),
  v.check((kinds) => Object.keys(kinds).length <= MAX_RECORD_SIGNATURES, "too many tokens"),
);
export type TokenKinds = v.InferOutput<typeof TokenKinds>;
