import { affordable, blockIndex } from "../batch/block-index.ts";
import { linkCandidates } from "../batch/link-candidates.ts";
import { MAX_BLOCK } from "../batch/link-records.ts";
import type { Linkage, LinkageOptions, LinkageProgress } from "../batch/linkage-options.ts";
import { TokenInterner } from "../batch/token-interner.ts";
import { RecordStore } from "../scoring/record-store.ts";
import type { PersonRecord } from "../terms/person-record.ts";
import { recordTerms } from "../terms/record-terms.ts";
import { clearComparer, clearTexts } from "./clear-comparer.ts";

/**
 * Links records in clear: the same blocks, model, learning and clustering as `linkRecords`, but with true distances between
 * texts. For measuring what privacy costs, and for nothing else.
 */
export function linkClear(
  persons: readonly PersonRecord[],
  options: LinkageOptions = {},
  progress: LinkageProgress = () => undefined,
): Linkage {
  const terms = new TokenInterner();
  const store = new RecordStore((term) => terms.numberOf(term));
  for (const person of persons) store.add(recordTerms(person).fields);
  const index = affordable(blockIndex(store, options.maxBlock ?? MAX_BLOCK));
  return linkCandidates(index, clearComparer(store, terms.size, persons.map(clearTexts)), options, progress);
}
