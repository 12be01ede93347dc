import type { ReadRecords } from "@sedge/cli/record-resolution";
import { mapTerms, type TokenFields } from "@sedge/linkage/record";
import { recordTerms } from "@sedge/linkage/terms";
import { randomFrom } from "@sedge/models/random";
import { keyedTokens } from "../keyed-tokens.ts";
import { alignTokens, type AttackerUses, type Reading } from "./align-tokens.ts";
import { TARGET, TokenGraph } from "./token-graph.ts";

/** Ways to read given names, from the plainest. */
export const ATTACKERS = ["commonest", "rank", "frequency", "structure", "cooccurrence"] as const;
export type Attacker = (typeof ATTACKERS)[number];

const USES: Partial<Record<Attacker, AttackerUses>> = {
  frequency: { frequency: true, structure: false, cooccurrence: false },
  structure: { frequency: true, structure: true, cooccurrence: false },
  cooccurrence: { frequency: true, structure: true, cooccurrence: true },
};

/** The share of given names that each attacker reads, 0 to 1: the mean over all divisions. */
export interface StructureAttack {
  readonly set: string;
  /** Whose statistics the attacker knows: other people's, or exactly those of the attacked records. */
  readonly statistics: "others" | "true";
  /** How often the people were divided into attacked and known ones. */
  readonly divisions: number;
  readonly read: Readonly<Record<Attacker, number>>;
  /** The greatest of them. */
  readonly strongest: number;
}

/** Token records, and the given name of each in clear. */
interface Side {
  readonly fields: readonly TokenFields[];
  readonly names: readonly (string | undefined)[];
}

/**
 * A thief has the token records of half of the people, and the records of the other half in clear: how common their names are, and
 * with what they occur. The thief makes tokens of the known records, under a key of their own, and matches what looks alike.
 */
export function structureAttack(
  set: string,
  { people, truths }: Pick<ReadRecords, "people" | "truths">,
  { divisions, statistics }: Pick<StructureAttack, "divisions" | "statistics">,
  progress: (share: number) => void,
): StructureAttack {
  const terms = people.map(recordTerms);
  const names = terms.map((one) => one.fields.givenName?.exact?.toSorted().join(" "));
  const [stolenKey, knownKey] = [keyedTokens(), keyedTokens()];
  const sums = Object.fromEntries(ATTACKERS.map((attacker) => [attacker, 0])) as Record<Attacker, number>;
  for (let division = 0; division < divisions; division++) {
    const random = randomFrom(100 + division);
    const isStolen = new Map<string, boolean>();
    for (const truth of truths) if (!isStolen.has(truth)) isStolen.set(truth, random() < 0.5);
    const side = (stolen: boolean, token: (term: string) => string): Side => {
      const chosen = truths.flatMap((truth, index) => (isStolen.get(truth) === stolen ? [index] : []));
      return {
        fields: chosen.map((index) => mapTerms(terms[index] ?? { fields: {} }, token).fields),
        names: chosen.map((index) => names[index]),
      };
    };
    const read = readNames(side(true, stolenKey), side(statistics === "true", knownKey), (share) =>
      progress((division + share) / divisions),
    );
    for (const attacker of ATTACKERS) sums[attacker] += read[attacker] / divisions;
  }
  return { set, statistics, divisions, read: sums, strongest: Math.max(...Object.values(sums)) };
}

function readNames(stolen: Side, known: Side, progress: (share: number) => void): Record<Attacker, number> {
  const targets = stolen.fields.map(({ givenName }) => givenName?.exact?.join(" "));
  const theirs = new TokenGraph(stolen.fields.map(withoutTarget), targets);
  // The attacker's own records are known, and stand for themselves.
  const ours = new TokenGraph(known.fields.map(withoutTarget), known.names);
  const commonest = ours.commonest(TARGET, 1, 1)[0];
  const having = stolen.names.filter((name) => name !== undefined).length;
  const scores = ATTACKERS.map((attacker, index) => {
    const uses = USES[attacker];
    let reading: Reading = new Map();
    if (attacker === "rank") reading = rankReading(theirs, ours);
    else if (uses) reading = alignTokens(theirs, ours, uses);
    const right = stolen.names.filter(
      (name, record) => name !== undefined && (reading.get(targets[record] ?? "") ?? commonest) === name,
    );
    progress((index + 1) / ATTACKERS.length);
    return [attacker, right.length / Math.max(1, having)] as const;
  });
  return Object.fromEntries(scores) as Record<Attacker, number>;
}

/** What the target stands for is no evidence of itself. Words of the whole name share the given names' tokens. */
function withoutTarget(fields: TokenFields): TokenFields {
  const { givenName, fullName: _, ...others } = fields;
  if (!givenName) return others;
  const { exact: __, ...kinds } = givenName;
  return { ...others, givenName: kinds };
}

function rankReading(theirs: TokenGraph, ours: TokenGraph): Reading {
  const ranked = ours.commonest(TARGET, Infinity, 1);
  return new Map(theirs.commonest(TARGET, Infinity, 1).map((token, rank) => [token, ranked[rank] ?? ""]));
}
