import { TARGET, type TokenGraph, type TokenLook } from "./token-graph.ts";

/** What an attacker uses. */
export interface AttackerUses {
  /** How common tokens are. */
  readonly frequency: boolean;
  /** Which slots a token's records have, how many tokens there, and how common those are. */
  readonly structure: boolean;
  /** Which tokens of other slots it occurs with, as far as they have been read. */
  readonly cooccurrence: boolean;
}

/** Most tokens of a slot that are read, and the records that each must have: rarer ones can only be guessed. */
const MOST = 150;
const LEAST = 12;
/** How much the frequency of a name differs between two groups of people beyond chance, ln. */
const DRIFT = 0.1;
/** Rounds of reading every slot by what was read of the others; and by how much a reading must be better than the next, ln. */
const ROUNDS = 4;
const MARGINS = [3, 2.7, 2.4, -Infinity];
/** Most evidence, ln, that one property of a token can be. */
const MOST_EVIDENCE = 20;
/** Co-occurrences that a name is taken to have had beforehand; and what each further one counts for, as they are not independent. */
const SMOOTHING = 5;
const COOCCURRENCE_WEIGHT = 0.5;
/** Kinds whose tokens are parts of others', and would count twice. */
const PARTIAL = /\.(digit|part|swap|near)$/;

/** The known token that each stolen token is taken for. */
export type Reading = ReadonlyMap<string, string>;

/**
 * Reads the target tokens of `stolen` as those of `known`, whose names the attacker knows because the records are the
 * attacker's own: the most likely pairs first, one to one.
 */
export function alignTokens(stolen: TokenGraph, known: TokenGraph, uses: AttackerUses): Reading {
  const slots = uses.cooccurrence ? [...stolen.slots.keys()].filter((slot) => !PARTIAL.test(slot)) : [TARGET];
  const looks = slots.map((slot) => ({
    slot,
    theirs: stolen.looks(slot, stolen.commonest(slot, MOST, LEAST)),
    ours: known.looks(slot, known.commonest(slot, MOST, LEAST)),
  }));
  let readings = new Map<string, Reading>();
  for (let round = 0; round < (uses.cooccurrence ? ROUNDS : 1); round++) {
    const margin = uses.cooccurrence ? (MARGINS[round] ?? 0) : -Infinity;
    const next = new Map<string, Reading>();
    for (const { slot, theirs, ours } of looks) {
      const others = new Map([...readings].filter(([other]) => other !== slot));
      const neighbours = new NeighbourEvidence(stolen, known, others, ours);
      const scores = theirs.map((one) => {
        const score = neighbours.of(one);
        return ours.map((other, at) => lookEvidence(stolen, known, slot, one, other, uses) + score(at));
      });
      next.set(slot, bestPairs(theirs, ours, scores, margin));
    }
    readings = next;
  }
  return readings.get(TARGET) ?? new Map();
}

/** ln of a normal density of a difference, without constants and bounded. */
function normal(difference: number, variance: number): number {
  return -Math.min(MOST_EVIDENCE, difference ** 2 / (2 * variance));
}

function lookEvidence(
  stolen: TokenGraph,
  known: TokenGraph,
  slot: string,
  one: TokenLook,
  other: TokenLook,
  { frequency, structure }: AttackerUses,
): number {
  const [n, m] = [one.records.length, other.records.length];
  let evidence = 0;
  if (frequency) {
    const variance = 1 / n + 1 / m + DRIFT ** 2;
    evidence += normal(Math.log(n / stolen.records) - Math.log(m / known.records), variance) - Math.log(variance) / 2;
  }
  for (const [name, look] of structure ? one.slots : []) {
    const twin = other.slots.get(name);
    const share = look.present / n - (twin?.present ?? 0) / m;
    evidence += normal(share, 0.25 / n + 0.25 / m + 0.0025);
    if (!twin) continue;
    const spread = (a: number, b: number) => a / look.present + b / twin.present + 0.02;
    evidence += normal(look.tokens - twin.tokens, spread(look.tokensVariance, twin.tokensVariance));
    if (name === slot) continue;
    evidence += normal(look.logShare - twin.logShare, spread(look.logShareVariance, twin.logShareVariance));
  }
  return evidence;
}

/** What the tokens that were read in other slots say. */
class NeighbourEvidence {
  readonly #stolen: TokenGraph;
  readonly #slots: readonly {
    readonly slot: string;
    readonly reading: Reading;
    readonly shares: ReadonlyMap<string, number>;
    readonly bags: readonly Bag[];
  }[];

  constructor(
    stolen: TokenGraph,
    known: TokenGraph,
    readings: ReadonlyMap<string, Reading>,
    ours: readonly TokenLook[],
  ) {
    this.#stolen = stolen;
    this.#slots = [...readings].flatMap(([slot, reading]) => {
      const counts = known.slots.get(slot)?.counts;
      if (!counts || reading.size < 2) return [];
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const read = new Map([...reading.values()].map((token) => [token, token]));
      const shares = new Map([...read.keys()].map((token) => [token, (counts.get(token) ?? 1) / total]));
      return [{ slot, reading, shares, bags: ours.map((look) => bagOf(known, slot, look, read)) }];
    });
  }

  /** For a stolen token: the evidence that it is the known token with a number. */
  of(one: TokenLook): (at: number) => number {
    const bags = this.#slots.map(({ slot, reading }) => bagOf(this.#stolen, slot, one, reading));
    return (at) => {
      let evidence = 0;
      for (const [number, { shares, bags: known }] of this.#slots.entries()) {
        const [mine, theirs] = [bags[number], known[at]];
        if (!mine || !theirs || mine.total === 0 || theirs.total === 0) continue;
        for (const [token, count] of mine.counts) {
          const share = shares.get(token) ?? 1;
          const likely = ((theirs.counts.get(token) ?? 0) + SMOOTHING * share) / (theirs.total + SMOOTHING);
          evidence += COOCCURRENCE_WEIGHT * count * Math.log(likely / share);
        }
      }
      return evidence;
    };
  }
}

/** The tokens of a slot, in known tokens, of a token's records; `total` counts those that were not read, too. */
interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

function bagOf(graph: TokenGraph, slot: string, { records }: TokenLook, reading: Reading): Bag {
  const counts = new Map<string, number>();
  let total = 0;
  for (const record of records) {
    for (const token of graph.slots.get(slot)?.tokensOf[record] ?? []) {
      total += 1;
      const read = reading.get(token);
      if (read !== undefined) counts.set(read, (counts.get(read) ?? 0) + 1);
    }
  }
  return { counts, total };
}

/** Pairs off tokens, the clearest first. A token whose best pair is not better than the next by `margin` is left out. */
function bestPairs(
  theirs: readonly TokenLook[],
  ours: readonly TokenLook[],
  scores: readonly (readonly number[])[],
  margin: number,
): Reading {
  const taken = new Set<number>();
  const best = (row: readonly number[]): { readonly at: number; readonly lead: number } => {
    let [at, first, second] = [-1, -Infinity, -Infinity];
    for (const [index, score] of row.entries()) {
      if (taken.has(index)) continue;
      if (score > first) [at, first, second] = [index, score, first];
      else if (score > second) second = score;
    }
    return { at, lead: first - second };
  };
  const rows = scores.map((row, index) => ({ row, index, lead: best(row).lead }));
  const reading = new Map<string, string>();
  for (const { row, index } of rows.toSorted((one, other) => other.lead - one.lead)) {
    const { at, lead } = best(row);
    const [one, other] = [theirs[index], ours[at]];
    if (!one || !other || lead < margin) continue;
    taken.add(at);
    reading.set(one.token, other.token);
  }
  return reading;
}
