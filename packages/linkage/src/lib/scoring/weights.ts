import { COMPARISONS } from "./comparison.ts";
import { DEFAULT_MODEL } from "./default-model.ts";
import type { LinkageModel } from "./linkage-model.ts";

/** A model as tables that a likeness is looked up in. */
export interface Weights {
  /** log2 of the prior odds. */
  readonly prior: number;
  /** log2 of how many times as many pairs of one household there are as pairs of strangers. */
  readonly household: number;
  /** By how many of the names are alike (see `alikeNames`) and the e-mail's level number: log2(u). */
  readonly email: readonly Float64Array[];
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
  const odds = COMPARISONS.map(({ field, levels }, comparison) => {
    const own = model.comparisons.find((one) => one.field === field)?.levels ?? [];
    const fallback = DEFAULT_MODEL.comparisons[comparison]?.levels ?? [];
    const ofLevel = ({ level }: { level: string }) =>
      own.find((one) => one.level === level) ?? fallback.find((one) => one.level === level) ?? { m: 1, u: 1 };
    return [{ m: 1, u: 1 }, ...[...levels.map(({ name }) => name), "differs"].map((level) => ofLevel({ level }))];
  });
  return weightsFrom({
    prior: model.prior,
    household: model.household,
    m: odds.map((levels) => levels.map(({ m }) => m)),
    u: odds.map((levels) => levels.map(({ u }) => u)),
    emailByName: [model.emailByName.one, model.emailByName.both].map((levels) => [1, ...levels.map(({ u }) => u)]),
  });
}

/** Shares by comparison and level number; 1 at level 0, where the field is missing. */
export type ShareTable = number[][];

/** A model's parameters, as learning has them. */
export interface Parameters {
  readonly prior: number;
  readonly household: number;
  readonly m: ShareTable;
  readonly u: ShareTable;
  /** u of the e-mail by level number: where one name is alike and the other missing, and where both are alike. */
  readonly emailByName: ShareTable;
}

/** The tables of parameters. */
export function weightsFrom({ prior, household, m, u, emailByName }: Parameters): Weights {
  const odds = prior / (1 - prior);
  const logs = (table: ShareTable) =>
    table.map((row) => Float64Array.from(row, (share, level) => (level === 0 ? 0 : Math.log2(share))));
  return {
    prior: Math.log2(odds),
    household: Math.log2(household / (1 - household)),
    m: logs(m),
    u: logs(u),
    strangers: m.map((row, comparison) =>
      Float64Array.from(row, (share, level) => 1 / (1 + (odds * share) / (u[comparison]?.[level] ?? 1))),
    ),
    email: logs(emailByName),
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
