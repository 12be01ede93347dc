import type { TokenRecord } from "@sedge/linkage/record";
import { type LinkageModel, NO_FREQUENCIES, scorePair, type TokenFrequencies } from "@sedge/linkage/scoring";
import type { Contradiction, Likeness } from "../operations/operation.ts";
import { isContradiction } from "./contradiction.ts";
import type { StoredRecord } from "./record-rows.ts";

/** A stored record as linkage has it. Its blocks follow from its fields, and are not compared. */
export function tokenRecord({ fields }: Pick<StoredRecord, "fields">): TokenRecord {
  return { fields, blocks: [] };
}

/** Rounds to a thousandth of a bit, so that the stored text stays short. */
function rounded(bits: number): number {
  return Math.round(bits * 1_000) / 1_000;
}

/** One record, to be compared with others. */
export class RecordComparison {
  readonly #record: TokenRecord;
  readonly #model: LinkageModel;
  readonly #frequencies: TokenFrequencies;

  constructor(record: StoredRecord, model: LinkageModel, frequencies: TokenFrequencies) {
    this.#record = tokenRecord(record);
    this.#model = model;
    this.#frequencies = frequencies;
  }

  with(other: StoredRecord): Likeness {
    const score = scorePair(this.#model, this.#frequencies, this.#record, tokenRecord(other));
    const waterfall = score.waterfall.map((step) => ({ ...step, weight: rounded(step.weight) }));
    const weight = rounded(waterfall.reduce((sum, step) => sum + step.weight, 0));
    const contradicts = isContradiction(weight, waterfall) && { contradicts: true as const };
    return { other: other.token, otherKey: other.key, weight, waterfall, ...contradicts };
  }

  /** Whether a likeness is enough for an edge. */
  isLike({ weight }: Likeness): boolean {
    return weight > 0 && weight >= this.#model.linkWeight;
  }
}

/** Most contradictions that one record's operation states. */
const MAX_CONTRADICTIONS = 256;

/** Those of each two records that contradict each other. */
export function contradictionsAmong(records: readonly StoredRecord[], model: LinkageModel): Contradiction[] {
  const found: Contradiction[] = [];
  for (const [index, one] of records.entries()) {
    const comparison = new RecordComparison(one, model, NO_FREQUENCIES);
    for (const other of records.slice(index + 1)) {
      if (found.length === MAX_CONTRADICTIONS) return found;
      const { weight, contradicts } = comparison.with(other);
      if (contradicts) {
        found.push({ one: one.token, oneKey: one.key, other: other.token, otherKey: other.key, weight });
      }
    }
  }
  return found;
}

/** Orders likenesses, the weightiest first. */
export function weightiest(one: Likeness, other: Likeness): number {
  return other.weight - one.weight || (one.other < other.other ? -1 : 1);
}
