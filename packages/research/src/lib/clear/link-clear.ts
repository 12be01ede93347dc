import { affordable, blockIndex, linkCandidates, RecordStore, TokenInterner } from "@sedge/linkage/parts";
import { type Linkage, type LinkageOptions, type LinkageProgress, MAX_BLOCK } from "@sedge/linkage/linkage";
import { type PersonRecord, recordTerms } from "@sedge/linkage/terms";
import { clearComparer, clearTexts } from "./clear-comparer.ts";

/**
 * Links records in clear: the same blocks, model, learning and clustering as `linkRecords`, but with true distances between
 * texts. For measuring what privacy costs, and for nothing else.
 */
export function linkClear(
  people: readonly PersonRecord[],
  options: LinkageOptions = {},
  progress: LinkageProgress = () => undefined,
): Linkage {
  const terms = new TokenInterner();
  const store = new RecordStore((term) => terms.numberOf(term));
  for (const person of people) store.add(recordTerms(person).fields);
  const index = affordable(blockIndex(store, options.maxBlock ?? MAX_BLOCK));
  return linkCandidates(index, clearComparer(store, terms.size, people.map(clearTexts)), options, progress);
}
