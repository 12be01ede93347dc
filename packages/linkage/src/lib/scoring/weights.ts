import { COMPARISONS } from "./comparison.ts";
import { DEFAULT_MODEL } from "./default-model.ts";
import type { CountOf, Likeness } from "./compare.ts";
import type { LinkageModel } from "./linkage-model.ts";

/** A model as tables that a likeness is looked up in. */
export interface Weights {
  /** log2 of the prior odds. */
  readonly prior: number;
  /** By comparison and level number: log2(m), log2(u). */
  readonly m: readonly Float64Array[];
  readonly u: readonly Float64Array[];
  /** The same: of the pairs that show the level, the share that are two people's. */
  readonly strangers: readonly Float64Array[];
}

const KNOWN = new WeakMap<LinkageModel, Weights>();

/** The tables of `model`, made once for each: scoring looks them up for every pair. */
export function weightsOf(model: LinkageModel): Weights {
  const known = KNOWN.get(model) ?? tablesOf(model);
  KNOWN.set(model, known);
  return known;
}

/** A comparison or level that the model does not have takes the default model's. */
function tablesOf(model: LinkageModel): Weights {
  const tables = COMPARISONS.map(({ field, levels }, comparison) => {
    const names = [...levels.map(({ name }) => name), "differs"];
    const own = model.comparisons.find((one) => one.field === field)?.levels ?? [];
    const fallback = DEFAULT_MODEL.comparisons[comparison]?.levels ?? [];
    const odds = names.map(
      (name) =>
        own.find(({ level }) => level === name) ?? fallback.find(({ level }) => level === name) ?? { m: 1, u: 1 },
    );
    return {
      m: Float64Array.from([0, ...odds.map(({ m }) => Math.log2(m))]),
      u: Float64Array.from([0, ...odds.map(({ u }) => Math.log2(u))]),
    };
  });
  const odds = model.prior / (1 - model.prior);
  return {
    prior: Math.log2(odds),
    m: tables.map(({ m }) => m),
    u: tables.map(({ u }) => u),
    strangers: tables.map(({ m, u }) => m.map((bits, level) => 1 / (1 + odds * 2 ** (bits - (u[level] ?? 0))))),
  };
}

/**
 * The weight of one comparison, log2 of the odds: m over u, or if a token's frequency is known, m over the probability
 * that a non-match has it.
 *
 * That probability is not the frequency itself, because most records with a rare token are one entity: an e-mail
 * address in five of a thousand records does not belong to five of a thousand people. The model estimates the share of
 * non-matches among such pairs, and at least those that one entity's records cannot account for.
 *
 * In a small set a count says little: the model's own probability counts as much as a hundred records.
 *
 * @param held - How many of `records` have the shared token; 0 if unknown.
 */
export function levelWeight(
  weights: Weights,
  comparison: number,
  level: number,
  held: number,
  records: number,
): number {
  const m = weights.m[comparison]?.[level] ?? 0;
  const u = weights.u[comparison]?.[level] ?? 0;
  if (held <= 0) return m - u;
  const strangers = weights.strangers[comparison]?.[level] ?? 1;
  const count = Math.max(held, OWN);
  const own = Math.max(OWN, MOST_OWN * 2 ** weights.prior * records);
  const chance = (MODEL_RECORDS * 2 ** u + Math.max(strangers * count, count - own)) / (MODEL_RECORDS + records);
  return m - Math.log2(Math.min(1, chance));
}

/** The two compared records have the token themselves. */
const OWN = 2;
/** A person is taken to have at most this many times the records that people have on average. */
const MOST_OWN = 3;
/** As many records as the model's chance counts for. */
const MODEL_RECORDS = 100;

/** The weight of a likeness: the prior and all its comparisons. */
export function totalWeight(weights: Weights, { levels, shared }: Likeness, countOf: CountOf, records: number): number {
  let sum = weights.prior;
  for (let comparison = 0; comparison < levels.length; comparison++) {
    const level = levels[comparison] ?? 0;
    if (level === 0) continue;
    const token = shared[comparison] ?? -1;
    sum += levelWeight(weights, comparison, level, token === -1 ? 0 : countOf(comparison, token), records);
  }
  return sum;
}
