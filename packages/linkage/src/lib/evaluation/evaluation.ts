/** How well profiles agree with the truth. All are shares from 0 to 1. */
export interface Evaluation {
  /** Of the pairs of records that were put in one profile: those that are one person's. */
  readonly pairPrecision: number;
  /** Of the pairs that are one person's: those put in one profile. */
  readonly pairRecall: number;
  readonly pairF1: number;
  /** B³ (Bagga and Baldwin 1998): the same two, for each record among the records of its profile and its person, averaged. */
  readonly b3Precision: number;
  readonly b3Recall: number;
  readonly b3F1: number;
  /** Of the profiles, the share that equal an entity; of the entities, the share that equal a profile. */
  readonly groupPrecision: number;
  readonly groupRecall: number;
  readonly groupF1: number;
  /** Of the profiles with two or more records, the share with records of several entities. */
  readonly falseMergeRate: number;
}

/** Which pairs count. */
export interface EvaluationOptions {
  /** By record: where it comes from. When given, only pairs from two different sources count (pairwise measures alone). */
  readonly sources?: ArrayLike<number | string>;
}

type Label = number | string;

function f1(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** `part` of `whole`; 1 when there is nothing to be wrong about. */
function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/** Labels as whole numbers from 0: equal ones for equal labels. */
function numbered(labels: ArrayLike<Label>): { numbers: Float64Array; distinct: number } {
  const known = new Map<Label, number>();
  const numbers = Float64Array.from(labels, (label) => {
    const number = known.get(label) ?? known.size;
    known.set(label, number);
    return number;
  });
  return { numbers, distinct: known.size };
}

/** Counts of equal numbers. */
function tally(numbers: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

function pairsWithin(counts: Map<number, number>): number {
  let pairs = 0;
  for (const count of counts.values()) pairs += (count * (count - 1)) / 2;
  return pairs;
}

/**
 * Compares profiles with the truth, record by record.
 *
 * @param profiles - By record: its profile.
 * @param truth - By record: its person. As long as `profiles`.
 * @throws RangeError when the two are not equally long.
 */
export function evaluateProfiles(
  profiles: ArrayLike<Label>,
  truth: ArrayLike<Label>,
  { sources }: EvaluationOptions = {},
): Evaluation {
  const records = profiles.length;
  if (truth.length !== records) throw new RangeError("profiles and truth must have one entry a record");
  const profile = numbered(profiles);
  const person = numbered(truth);
  const source = sources && numbered(sources);
  const joined = (a: Float64Array, b: { numbers: Float64Array; distinct: number }): Float64Array =>
    a.map((number, at) => number * b.distinct + (b.numbers[at] ?? 0));
  const both = joined(profile.numbers, person);
  const [ofProfile, ofPerson, ofBoth] = [tally(profile.numbers), tally(person.numbers), tally(both)];

  const pairs = (numbers: Float64Array, counts: Map<number, number>): number =>
    pairsWithin(counts) - (source ? pairsWithin(tally(joined(numbers, source))) : 0);
  const together = pairs(both, ofBoth);
  const pairPrecision = share(together, pairs(profile.numbers, ofProfile));
  const pairRecall = share(together, pairs(person.numbers, ofPerson));

  let precisions = 0;
  let recalls = 0;
  const mixed = new Set<number>();
  let exact = 0;
  for (const [at, key] of both.entries()) {
    const common = ofBoth.get(key) ?? 0;
    const inProfile = ofProfile.get(profile.numbers[at] ?? 0) ?? 1;
    const ofSame = ofPerson.get(person.numbers[at] ?? 0) ?? 1;
    precisions += common / inProfile;
    recalls += common / ofSame;
    // Each of a group's records adds its part of one, so that a group is counted once.
    if (common === inProfile && common === ofSame) exact += 1 / common;
    if (common < inProfile) mixed.add(profile.numbers[at] ?? 0);
  }
  exact = Math.round(exact);
  const b3Precision = share(precisions, records);
  const b3Recall = share(recalls, records);
  const groupPrecision = share(exact, ofProfile.size);
  const groupRecall = share(exact, ofPerson.size);
  const merged = [...ofProfile.values()].filter((count) => count > 1).length;
  return {
    pairPrecision,
    pairRecall,
    pairF1: f1(pairPrecision, pairRecall),
    b3Precision,
    b3Recall,
    b3F1: f1(b3Precision, b3Recall),
    groupPrecision,
    groupRecall,
    groupF1: f1(groupPrecision, groupRecall),
    falseMergeRate: merged === 0 ? 0 : mixed.size / merged,
  };
}
