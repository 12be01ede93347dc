import { carriedCodeword, clusterOf, codewordOf, FEATURE_SCHEMA, featureRecord } from "@sedge/features";
import { type ClickSession, prefixesOf } from "@sedge/models/clickstream";
import { PLAN, pointOf } from "@sedge/models/codebook-prior";
import { drawnVisits } from "@sedge/models/drawn-visits";
import { randomFrom } from "@sedge/models/random";
import { clickSessions } from "@sedge/models/shipped-models";
import { rhoOf } from "@sedge/privacy/accountant";
import type { Codebook } from "@sedge/protocol";
import { learntGenerations } from "./learnt-generations.ts";
import { neutralCodebook } from "./neutral-codebook.ts";

/** Results for codewords of one generation that are carried into a later one, as shares from 0 to 1. */
export interface CarriedRow {
  readonly from: number;
  readonly to: number;
  /** Carried to the cluster that the same visit gets now. */
  readonly sameCluster: number;
  /** Carried to the cell that the same visit gets now. */
  readonly sameCell: number;
  /** Carried to the root, which contains no information. */
  readonly silent: number;
}

const MIN_PEOPLE = 50;
const CLUSTERS = 10;
const DELTA = 1e-6;
const JUMPS = [
  [1, 2],
  [2, 3],
  [1, 3],
] as const;

/**
 * Codewords of July's visits in a codebook learnt from earlier months at ε 1 per month, carried into a later one and compared
 * with the visit's codeword there. The first codebook uses no visits. Undefined without the data.
 */
export function carriedCodewords(seeds: number): CarriedRow[] | undefined {
  const sessions = clickSessions();
  if (!sessions) return undefined;
  const { features } = PLAN;
  const pointOfVisit = (visit: ClickSession) => pointOf(features, recordOf(visit));
  const months = [4, 5, 6].map((asked) => sessions.filter(({ month }) => month === asked).map(pointOfVisit));
  const july = sessions.filter(({ month }) => month === 7).map(recordOf);
  const plan = { featureSchema: FEATURE_SCHEMA, features, cells: 64, clusters: CLUSTERS };
  const neutral = neutralCodebook(drawnVisits(4_000, randomFrom(7)).map(pointOfVisit), plan);
  const options = { rho: rhoOf(1, DELTA), minPeople: MIN_PEOPLE, clusters: CLUSTERS };
  const runs = Array.from({ length: seeds }, (_, seed) =>
    learntGenerations(neutral, months, options, randomFrom(seed + 1_000)).map(({ codebook }) => codebook),
  );
  return JUMPS.map(([from, to]) => {
    const results = runs.flatMap((books) => carriedResults(books[from]!, books[to]!, july));
    const share = (result: keyof CarriedResult) => results.filter((each) => each[result]).length / results.length;
    return { from, to, sameCluster: share("sameCluster"), sameCell: share("sameCell"), silent: share("silent") };
  });
}

type CarriedResult = Readonly<Record<"sameCluster" | "sameCell" | "silent", boolean>>;

/** One result for each visit with a codeword below the root. Empty if a refused round left the codebook unchanged. */
function carriedResults(
  before: Codebook,
  after: Codebook,
  visits: readonly ReturnType<typeof recordOf>[],
): CarriedResult[] {
  if (before.generation === after.generation) return [];
  return visits.flatMap((record): CarriedResult[] => {
    const original = codewordOf(before, record, MIN_PEOPLE);
    if (original.path === "") return [];
    const carried = carriedCodeword(before, original, after, MIN_PEOPLE);
    if (!carried) throw new Error("codebooks of one site have the same features");
    const now = codewordOf(after, record, MIN_PEOPLE);
    return [
      {
        sameCluster: clusterOf(after, carried)?.clusterId === clusterOf(after, now)?.clusterId,
        sameCell: carried.path === now.path,
        silent: carried.path === "",
      },
    ];
  });
}

function recordOf(visit: ClickSession) {
  const whole = prefixesOf(visit).at(-1);
  if (!whole) throw new RangeError("a visit needs a click");
  return featureRecord(whole);
}
