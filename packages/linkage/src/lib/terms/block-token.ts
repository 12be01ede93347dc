import { BLOCK_RULES } from "./block-rule.ts";
import type { FieldKind } from "./person-record.ts";
import { slotPath } from "./slot.ts";
import type { TermKind } from "./term-kind.ts";

/** Record tokens by field and kind: the same shape as a record's terms. */
export type TokenFields = { [field in FieldKind]?: { [kind in TermKind]?: string[] } };

/** Most block tokens that one rule may give a record: a name of many words must not be in half of all blocks. */
export const MAX_BLOCKS_OF_A_RULE = 12;

/** Joined tokens keep this many characters (6 bits each) of every one, so that a block token is as long as any other. */
const JOINED = 20;

/**
 * The blocks of a record: every combination of tokens that a rule names, as one token. Made of other tokens and no secret,
 * so that a store of records can check them, and they cost the operators nothing.
 */
export function blockTokens(fields: TokenFields): string[] {
  const blocks = new Set<string>();
  for (const { letter, slots } of BLOCK_RULES) {
    const length = Math.floor(JOINED / slots.length);
    let joined = [letter];
    for (const slot of slots) {
      const [field, kind] = slotPath(slot);
      const tokens = fields[field]?.[kind] ?? [];
      joined = joined.flatMap((start) => tokens.map((token) => start + token.slice(0, length)));
    }
    // The last character encodes two bits of a 16-byte token, here zero.
    for (const block of joined.slice(0, MAX_BLOCKS_OF_A_RULE)) blocks.add(`${block.padEnd(JOINED + 1, "A")}A`);
  }
  return [...blocks].sort();
}
