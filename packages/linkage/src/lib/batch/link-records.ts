import { RecordStore } from "../scoring/record-store.ts";
import type { TokenRecord } from "../terms/token-record.ts";
import { affordable, blockIndex } from "./block-index.ts";
import { linkCandidates } from "./link-candidates.ts";
import type { Linkage, LinkageOptions, LinkageProgress } from "./linkage-options.ts";
import { repeatedValues } from "./repeated-values.ts";
import { tokenComparer } from "./token-comparer.ts";
import { TokenInterner } from "./token-interner.ts";

/** Records in a block; a person with more is still found, by other blocks. */
export const MAX_BLOCK = 200;
/** Records between two words about progress. */
const STEP = 10_000;

/**
 * Links records of tokens: learns a model from them, scores all pairs that share a block, and clusters. Uses neither
 * the terms behind the tokens nor labels. The same records in the same order give the same profiles.
 *
 * @param records - Read once and not kept, so that a generator can make them one by one.
 */
export function linkRecords(
  records: Iterable<Pick<TokenRecord, "fields">>,
  options: LinkageOptions = {},
  progress: LinkageProgress = () => undefined,
): Linkage {
  const tokens = new TokenInterner();
  const store = new RecordStore((token) => tokens.numberOf(token));
  for (const { fields } of records) if (store.add(fields) % STEP === 0) progress("read", 0);
  progress("block", 0);
  const index = affordable(blockIndex(store, options.maxBlock ?? MAX_BLOCK));
  const linkage = linkCandidates(index, tokenComparer(store, tokens.size), options, progress);
  return { ...linkage, signs: [...linkage.signs, ...repeatedValues(store)] };
}
