import type { LikenessLevels } from "./compare-records.ts";
import { COMPARISONS } from "./comparison.ts";
import { DEFAULT_MODEL } from "./default-model.ts";
import { LikenessTally } from "./likeness-tally.ts";
import type { FieldKind } from "../terms/person-record.ts";
import type { FitSign } from "./fit-sign.ts";
import type { LinkageModel } from "./linkage-model.ts";
import { emptyEvidence, alikeNames, relate } from "./relation.ts";
import { type Parameters, type ShareTable, weightsFrom } from "./weights.ts";

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
/** Pairs of alike names that e-mails are taken to have been seen in: few, because few strangers have both. */
const EMAIL_PRIOR_PAIRS = 5;
const LEAST = 1e-9;
/** Random pairs under which one match among them would spoil u: those of some thirty records. */
const FEW_PAIRS = 500;
/** How many times as many matches may be learned as the safe weights find, or as few: files with two errors a record have six. */
const MOST_AGAINST_SAFE = 10;
/** Most people of one household whom a record can meet, on average. */
const MOST_IN_HOUSEHOLD = 10;

const EMAIL = COMPARISONS.findIndex(({ field }) => field === "email");
/** More than half of the records of one person agree in these at least in part: a model that says otherwise has learned something else. */
const BOUNDED: readonly FieldKind[] = ["givenName", "surname", "birthDate"];
const MOST_DIFFERENT = 0.5;

interface Pattern {
  readonly levels: Uint8Array;
  readonly count: number;
}

/** For each pattern, the chances that it is one person's and one household's. */
interface Chances {
  readonly person: Float64Array;
  readonly household: Float64Array;
}

function table(of: (comparison: number, level: number) => number): ShareTable {
  return COMPARISONS.map(({ levels }, comparison) =>
    Array.from({ length: levels.length + 2 }, (_, level) => (level === 0 ? 1 : of(comparison, level))),
  );
}

function tally(patterns: readonly Pattern[], share: (at: number) => number): ShareTable {
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
function shares(sums: ShareTable, before: ShareTable, weight: number): ShareTable {
  return sums.map((row, comparison) => sharesOf(row, before[comparison] ?? [], weight));
}

function sharesOf(row: readonly number[], before: readonly number[], weight: number): number[] {
  const total = row.slice(1).reduce((sum, count) => sum + count, 0);
  return row.map((count, level) =>
    level === 0 ? 1 : Math.max(LEAST, (count + weight * (before[level] ?? 0)) / (total + weight)),
  );
}

const NO_TOKEN = new Int32Array(COMPARISONS.length).fill(-1);

function chances(patterns: readonly Pattern[], parameters: Parameters): Chances {
  const weights = weightsFrom(parameters);
  const evidence = emptyEvidence();
  const [person, household] = [new Float64Array(patterns.length), new Float64Array(patterns.length)];
  for (const [at, { levels }] of patterns.entries()) {
    const bits = relate(weights, { levels, shared: NO_TOKEN }, () => 0, 0, evidence);
    const chance = 1 / (1 + 2 ** -bits);
    person[at] = chance;
    household[at] = (1 - chance) / (1 + 2 ** -evidence.familiar);
  }
  return { person, household };
}

/** How many pairs the chances add up to. */
function expected(patterns: readonly Pattern[], chance: Float64Array): number {
  return patterns.reduce((sum, { count }, at) => sum + count * (chance[at] ?? 0), 0);
}

/** A learned model, and what is wrong with it: then it has the safe weights of the model to begin with. */
export interface Fit {
  readonly model: LinkageModel;
  readonly signs: readonly FitSign[];
}

function signsOf({ m, prior }: Parameters, safe: number, allPairs: number): FitSign[] {
  const names = BOUNDED.flatMap((field): FitSign[] => {
    const differs = m[COMPARISONS.findIndex((one) => one.field === field)]?.at(-1) ?? 0;
    return differs > MOST_DIFFERENT ? [{ sign: "names", field }] : [];
  });
  const times = Math.max(prior / safe, safe / prior);
  const matches: FitSign = {
    sign: "matches",
    learned: Math.round(prior * allPairs),
    safe: Math.round(safe * allPairs),
  };
  return times > MOST_AGAINST_SAFE ? [...names, matches] : names;
}

/** As `estimateModel`, from tallies. */
export function estimateFromTallies(tallies: ModelTallies, start = DEFAULT_MODEL): Fit {
  const { allPairs, blockedPairs } = tallies;
  const [blocked, random] = [tallies.blocked.patterns(), tallies.random.patterns()];
  const before = (part: "m" | "u"): ShareTable =>
    table((comparison, level) => start.comparisons[comparison]?.levels[level - 1]?.[part] ?? LEAST);
  const [mBefore, uBefore] = [before("m"), before("u")];
  const emailBefore = [start.emailByName.one, start.emailByName.both].map((levels) => [1, ...levels.map(({ u }) => u)]);
  const scale = blockedPairs / Math.max(1, tallies.blocked.size);
  // What made a pair share a block is part of its evidence, so that the chance before all evidence is that of any pair.
  const chanceOf = (pairs: number, by: number): number =>
    Math.min(0.5, Math.max(1e-12, (pairs * scale + PRIOR_PAIRS * by) / (PRIOR_PAIRS + allPairs)));
  const uOf = (strange: (at: number) => number): ShareTable => shares(tally(random, strange), uBefore, U_PRIOR_PAIRS);
  const [alikeBlocked, alikeRandom] = [blocked, random].map((some) => some.map(({ levels }) => alikeNames(levels)));
  const mostHouseholds = Math.max(start.household, MOST_IN_HOUSEHOLD / (1 + Math.sqrt(2 * allPairs)));

  let now: Parameters = {
    prior: start.prior,
    household: start.household,
    m: mBefore,
    u: uBefore,
    emailByName: emailBefore,
  };
  // In a small set, matches are a large part, and what the initial model takes for a match says nothing about
  // non-matches. In a large set, the later rounds decide, which know more than the initial model.
  const initial = tallies.random.size < FEW_PAIRS ? chances(random, now).person : undefined;
  now = { ...now, u: uOf((at) => 1 - (initial?.[at] ?? 0)) };
  /** A round of expectation and maximisation; if `isSafe`, m stays as it is. */
  const next = (isSafe: boolean): Parameters => {
    const { person, household } = chances(blocked, now);
    const stranger = chances(random, now);
    // Nearly all pairs of one name share a block, and hardly any are among the random ones; one name alone is no block.
    const email = [
      tally(random, (at) => (alikeRandom?.[at] === 1 ? 1 - (stranger.person[at] ?? 0) : 0)),
      tally(blocked, (at) => (alikeBlocked?.[at] === 2 ? 1 - (person[at] ?? 0) : 0)),
    ];
    return {
      prior: chanceOf(expected(blocked, person), start.prior),
      household: Math.min(mostHouseholds, chanceOf(expected(blocked, household), start.household)),
      m: isSafe
        ? mBefore
        : shares(
            tally(blocked, (at) => person[at] ?? 0),
            mBefore,
            M_PRIOR_PAIRS,
          ),
      // Some random pairs are one person's too: where people have many records, most that agree are.
      u: uOf((at) => 1 - (stranger.person[at] ?? 0) - (stranger.household[at] ?? 0)),
      emailByName: email.map((sums, at) => sharesOf(sums[EMAIL] ?? [], emailBefore[at] ?? [], EMAIL_PRIOR_PAIRS)),
    };
  };
  const settle = (isSafe: boolean): Parameters => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { prior } = now;
      now = next(isSafe);
      // In the first round, the chance does not know of the new m yet.
      if (round > 0 && Math.abs(prior - now.prior) < SETTLED * now.prior) break;
    }
    return now;
  };
  const safe = settle(true);
  const learned = settle(false);
  const signs = signsOf(learned, safe.prior, allPairs);
  return { model: modelOf(signs.length > 0 ? safe : learned, start.linkWeight), signs };
}

function chancesOf(row: readonly number[] = []): { level: string; u: number }[] {
  const levels = COMPARISONS[EMAIL]?.levels ?? [];
  return row.slice(1).map((u, at) => ({ level: levels[at]?.name ?? "differs", u }));
}

function modelOf({ prior, household, m, u, emailByName }: Parameters, linkWeight: number): LinkageModel {
  return {
    version: 1,
    prior,
    household,
    emailByName: { one: chancesOf(emailByName[0]), both: chancesOf(emailByName[1]) },
    linkWeight,
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
 * a block, and the chance of a match from both. Each pair is one person's, one household's, or two strangers'.
 *
 * First only the chances are learned, with the m of `start`: they have one solution. Then m is learned too. If that makes names of
 * one person differ more often than not, or changes how many matches there are by more than ten times, the first result stays.
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
  return estimateFromTallies({ ...tallies, allPairs: (records * (records - 1)) / 2, blockedPairs }, start).model;
}
