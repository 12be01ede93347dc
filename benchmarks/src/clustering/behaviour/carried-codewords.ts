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

/** What becomes of codewords told in one generation and carried into a later one, as shares of them, 0 to 1. */
export interface CarriedRow {
  readonly from: number;
  readonly to: number;
  /** Carried to the cluster that the same visit would be told now. */
  readonly sameCluster: number;
  /** Carried to the very cell that it would be told now. */
  readonly sameCell: number;
  /** Carried to the root, where nothing is said. */
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
 * July's visits, told in a codebook learnt from earlier months at ε 1 a month and carried into a later one, beside what the
 * same visit is told there. The first codebook knows nobody. Undefined without the data.
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
    const fates = runs.flatMap((books) => fatesOf(books[from]!, books[to]!, july));
    const share = (fate: keyof Fate) => fates.filter((each) => each[fate]).length / fates.length;
    return { from, to, sameCluster: share("sameCluster"), sameCell: share("sameCell"), silent: share("silent") };
  });
}

type Fate = Readonly<Record<"sameCluster" | "sameCell" | "silent", boolean>>;

/** Of each visit that is told more than the root. None where a refused round left the codebook as it was. */
function fatesOf(before: Codebook, after: Codebook, visits: readonly ReturnType<typeof recordOf>[]): Fate[] {
  if (before.generation === after.generation) return [];
  return visits.flatMap((record): Fate[] => {
    const told = codewordOf(before, record, MIN_PEOPLE);
    if (told.path === "") return [];
    const carried = carriedCodeword(before, told, after, MIN_PEOPLE);
    if (!carried) throw new Error("codebooks of one site are over the same features");
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
  if (!whole) throw new RangeError("a visit has a click");
  return featureRecord(whole);
}
