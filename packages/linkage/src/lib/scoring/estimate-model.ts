import { COMPARISONS } from "./comparison.ts";
import { DEFAULT_MODEL } from "./default-model.ts";
import type { LikenessLevels } from "./compare-records.ts";
import { LikenessTally } from "./likeness-tally.ts";
import type { LinkageModel } from "./linkage-model.ts";

/** Pairs to learn from; none says whether it is a match. */
export interface ModelEvidence {
  /** Levels of pairs that share a block. */
  readonly blocked: readonly LikenessLevels[];
  /** Levels of pairs taken at random: nearly all are two people's. */
  readonly random: readonly LikenessLevels[];
  /** How many records there are, and how many pairs share a block: they give the chance that two random records match. */
  readonly records: number;
  readonly blockedPairs: number;
}

/** The same, counted. */
export interface ModelTallies {
  readonly blocked: LikenessTally;
  readonly random: LikenessTally;
  /** All pairs of records that could be matches, and all of them that share a block. */
  readonly allPairs: number;
  readonly blockedPairs: number;
}

/** Most rounds, and the relative change of the chance of a match under which another changes nothing. */
const MAX_ROUNDS = 100;
const SETTLED = 1e-5;
/** Pairs that each field is taken to have been seen in beforehand, shared out as the default model says. */
const M_PRIOR_PAIRS = 20;
const U_PRIOR_PAIRS = 2;
/** Pairs of any two records that the chance of a match is taken to have been seen in: of a handful, rounds would talk themselves into one. */
const PRIOR_PAIRS = 100;
const LEAST = 1e-9;
/** Random pairs under which one match among them would spoil u: those of some thirty records. */
const FEW_PAIRS = 500;

type Table = number[][];

function table(of: (comparison: number, level: number) => number): Table {
  return COMPARISONS.map(({ levels }, comparison) =>
    Array.from({ length: levels.length + 2 }, (_, level) => (level === 0 ? 1 : of(comparison, level))),
  );
}

function tally(patterns: readonly { levels: Uint8Array; count: number }[], share: (at: number) => number): Table {
  const sums = table(() => 0);
  for (const [at, { levels, count }] of patterns.entries()) {
    const amount = count * share(at);
    for (let comparison = 0; comparison < levels.length; comparison++) {
      const row = sums[comparison];
      const level = levels[comparison] ?? 0;
      if (row && level > 0) row[level] = (row[level] ?? 0) + amount;
    }
  }
  return sums;
}

/** Shares of the levels of each comparison, drawn towards `before` by as many pairs as `weight` says. */
function shares(sums: Table, before: Table, weight: number): Table {
  return sums.map((row, comparison) => {
    const total = row.slice(1).reduce((sum, count) => sum + count, 0);
    return row.map((count, level) =>
      level === 0 ? 1 : Math.max(LEAST, (count + weight * (before[comparison]?.[level] ?? 0)) / (total + weight)),
    );
  });
}

function posterior(levels: Uint8Array, m: Table, u: Table, prior: number): number {
  let odds = prior / (1 - prior);
  for (let comparison = 0; comparison < levels.length; comparison++) {
    const level = levels[comparison] ?? 0;
    if (level > 0) odds *= (m[comparison]?.[level] ?? 1) / (u[comparison]?.[level] ?? 1);
  }
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** As `estimateModel`, from tallies. */
export function estimateFromTallies(
  { blocked, random, allPairs, blockedPairs }: ModelTallies,
  start = DEFAULT_MODEL,
): LinkageModel {
  const before = (part: "m" | "u"): Table =>
    table((comparison, level) => start.comparisons[comparison]?.levels[level - 1]?.[part] ?? LEAST);
  const [mBefore, uBefore] = [before("m"), before("u")];
  const blockedPatterns = blocked.patterns();
  const randomPatterns = random.patterns();
  let m = mBefore;
  // In a small set, matches are a large part, and what the initial model takes for a match says nothing about
  // non-matches. In a large set, the later rounds decide, which know more than the initial model.
  const isFew = random.size < FEW_PAIRS;
  const strange = randomPatterns.map(({ levels }) =>
    isFew ? 1 - posterior(levels, mBefore, uBefore, start.prior) : 1,
  );
  let u = shares(
    tally(randomPatterns, (at) => strange[at] ?? 1),
    uBefore,
    U_PRIOR_PAIRS,
  );
  // What made a pair share a block is part of its evidence, so that the chance before all evidence is that of any pair.
  let prior = start.prior;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [mNow, uNow, priorNow] = [m, u, prior];
    const matches = blockedPatterns.map(({ levels }) => posterior(levels, mNow, uNow, priorNow));
    const expected = blockedPatterns.reduce((sum, { count }, at) => sum + count * (matches[at] ?? 0), 0);
    m = shares(
      tally(blockedPatterns, (at) => matches[at] ?? 0),
      mBefore,
      M_PRIOR_PAIRS,
    );
    const found = (expected / Math.max(1, blocked.size)) * blockedPairs;
    prior = Math.min(0.5, Math.max(1e-12, (found + PRIOR_PAIRS * start.prior) / (PRIOR_PAIRS + allPairs)));
    // Some random pairs are one person's too: where people have many records, most that agree are.
    const strangers = randomPatterns.map(({ levels }) => 1 - posterior(levels, mNow, uNow, priorNow));
    u = shares(
      tally(randomPatterns, (at) => strangers[at] ?? 1),
      uBefore,
      U_PRIOR_PAIRS,
    );
    if (Math.abs(prior - priorNow) < SETTLED * prior) break;
  }
  return {
    version: 1,
    prior,
    linkWeight: start.linkWeight,
    comparisons: COMPARISONS.map(({ field, levels }, comparison) => ({
      field,
      levels: [...levels.map(({ name }) => name), "differs"].map((level, at) => ({
        level,
        m: m[comparison]?.[at + 1] ?? 1,
        u: u[comparison]?.[at + 1] ?? 1,
      })),
    })),
  };
}

/**
 * Fellegi and Sunter's m and u by expectation and maximisation, without labels: u from random pairs, m from pairs that share
 * a block, and the chance of a match from both.
 *
 * @param start - What is assumed where pairs are few; the default model unless an older one is known.
 */
export function estimateModel(
  { blocked, random, records, blockedPairs }: ModelEvidence,
  start = DEFAULT_MODEL,
): LinkageModel {
  const tallies = { blocked: new LikenessTally(), random: new LikenessTally() };
  for (const levels of blocked) tallies.blocked.add(levels);
  for (const levels of random) tallies.random.add(levels);
  return estimateFromTallies({ ...tallies, allPairs: (records * (records - 1)) / 2, blockedPairs }, start);
}
