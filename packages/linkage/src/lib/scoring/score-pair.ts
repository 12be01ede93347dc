import type { FieldKind } from "../terms/person-record.ts";
import type { TokenRecord } from "../terms/token-record.ts";
import { compareInto, emptyLikeness } from "./compare.ts";
import { COMPARISONS } from "./comparison.ts";
import type { LinkageModel } from "./linkage-model.ts";
import { RecordStore } from "./record-store.ts";
import { emptyEvidence, relate } from "./relation.ts";
import { weightsOf } from "./weights.ts";

/** How common tokens are among the records that are known. */
export interface TokenFrequencies {
  /** How many records there are. */
  readonly records: number;
  /** How many of them have `token` in `field` as its exact text or one of its words; 0 if unknown. */
  count(field: FieldKind, token: string): number;
}

/** One step of the waterfall: the field, its similarity, and its weight. Contains no value. */
export interface WaterfallStep {
  readonly field: FieldKind | "prior" | "household";
  /** `exact`, `near` …, `differs`; for the prior and the household their names. */
  readonly level: string;
  /** log2 of the odds that it adds. */
  readonly weight: number;
}

/** How likely two records are one person's, and why. */
export interface PairScore {
  /** log2 of the odds; 0 is one to one. The sum of the waterfall. */
  readonly weight: number;
  /**
   * The prior first, then every field that both records have; of the fields of a place only the one that counts. Last, if it
   * counts, what is better explained by two people of one household.
   */
  readonly waterfall: readonly WaterfallStep[];
}

/** No knowledge of frequencies: every token counts as an average one. */
export const NO_FREQUENCIES: TokenFrequencies = { records: 0, count: () => 0 };

/** Scores one pair by Fellegi and Sunter's model, with rare tokens counting for more than common ones. */
export function scorePair(
  model: LinkageModel,
  frequencies: TokenFrequencies,
  a: TokenRecord,
  b: TokenRecord,
): PairScore {
  const tokens: string[] = [];
  const numbers = new Map<string, number>();
  const store = new RecordStore((token) => {
    const known = numbers.get(token) ?? tokens.push(token) - 1;
    numbers.set(token, known);
    return known;
  });
  store.add(a.fields);
  store.add(b.fields);
  const countOf = (comparison: number, token: number): number => {
    const field = COMPARISONS[comparison]?.field;
    return field === undefined ? 0 : frequencies.count(field, tokens[token] ?? "");
  };
  const likeness = emptyLikeness();
  compareInto(store, 0, 1, countOf, likeness);

  const weights = weightsOf(model);
  const waterfall: WaterfallStep[] = [{ field: "prior", level: "prior", weight: weights.prior }];
  const evidence = emptyEvidence();
  relate(weights, likeness, countOf, frequencies.records, evidence);
  for (const [comparison, { field, levels }] of COMPARISONS.entries()) {
    const level = likeness.levels[comparison] ?? 0;
    if (level === 0 || evidence.isIdle[comparison] === 1) continue;
    waterfall.push({ field, level: levels[level - 1]?.name ?? "differs", weight: evidence.bits[comparison] ?? 0 });
  }
  // Under a thousandth of a bit there is nothing to explain.
  if (evidence.household < -1e-3) {
    waterfall.push({ field: "household", level: "household", weight: evidence.household });
  }
  return { weight: waterfall.reduce((sum, step) => sum + step.weight, 0), waterfall };
}
