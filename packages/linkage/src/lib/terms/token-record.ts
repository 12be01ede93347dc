import * as v from "valibot";
import { BLOCK_RULES } from "./block-rule.ts";
import { blockTokens, MAX_BLOCKS_OF_A_RULE, type TokenFields } from "./block-token.ts";
import { FIELD_KINDS, type FieldKind } from "./person-record.ts";
import type { RecordTerms } from "./record-terms.ts";
import { TERM_KINDS } from "./term-kind.ts";

/** A record as the edge sees it: equal terms are equal tokens, and nothing else can be learned from them. */
export interface TokenRecord {
  fields: TokenFields;
  /** Tokens that likely matches share, made of `fields` alone: only records that share one are ever compared. */
  blocks: string[];
}

/** Most tokens of one kind in one field: no name of people has more words or neighbours. */
const MAX_TOKENS = 64;
/** Most blocks of a record: what all rules together may give. */
const MAX_BLOCKS = BLOCK_RULES.length * MAX_BLOCKS_OF_A_RULE;

const Token = v.pipe(v.string(), v.regex(/^[\w-]{21}[AQgw]$/));
const Tokens = v.pipe(v.array(Token), v.minLength(1), v.maxLength(MAX_TOKENS));

/** Parses tokens from a connector or from storage: 16 bytes each in unpadded base64url. */
export const TokenRecordSchema = v.strictObject({
  fields: v.record(v.picklist(FIELD_KINDS), v.record(v.picklist(TERM_KINDS), Tokens)),
  blocks: v.pipe(v.array(Token), v.maxLength(MAX_BLOCKS)),
});

/**
 * Replaces each of `terms` by its token. Tokens are sorted, because the order of the terms would reveal which neighbour
 * lacks which letter.
 *
 * @param token - The token of a term, 22 characters; equal for equal terms, different for different ones.
 */
export function mapTerms(terms: RecordTerms, token: (term: string) => string): TokenRecord {
  const fields: TokenFields = {};
  for (const field of FIELD_KINDS) {
    const kinds = terms.fields[field];
    if (!kinds) continue;
    const mapped: NonNullable<TokenFields[FieldKind]> = {};
    for (const kind of TERM_KINDS) {
      const list = kinds[kind];
      if (list) mapped[kind] = list.map(token).sort();
    }
    fields[field] = mapped;
  }
  return { fields, blocks: blockTokens(fields) };
}
