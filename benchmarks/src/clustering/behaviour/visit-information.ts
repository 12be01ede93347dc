import { FEATURE_SCHEMA, featureRecord } from "@sedge/features";
import { type ClickSession, prefixesOf } from "@sedge/models/clickstream";
import { PLAN, pointOf } from "@sedge/models/codebook-prior";
import { drawnVisits } from "@sedge/models/drawn-visits";
import { mutualInformation } from "@sedge/models/partition";
import { randomFrom } from "@sedge/models/random";
import { clickSessions } from "@sedge/models/shipped-models";
import { rhoOf } from "@sedge/privacy/accountant";
import { centralClusters } from "./central-clusters.ts";
import { idFinder } from "./id-finder.ts";
import { learntGenerations } from "./learnt-generations.ts";
import { meanAndDeviation } from "./mean-and-deviation.ts";
import { neutralCodebook } from "./neutral-codebook.ts";

/** A way to learn clusters from visits, and the information of their IDs. */
export interface InformationRow {
  readonly way: string;
  readonly epsilon: number;
  /** Bits of information of the ID after 2, 3, 5 and 8 clicks about the number of further clicks, averaged over the four. */
  readonly bits: { readonly mean: number; readonly deviation: number };
  /** The same, relative to central k-means with the same seed. */
  readonly share: { readonly mean: number; readonly deviation: number };
}

/** Minimum people per cell: the default k of a site. */
const MIN_PEOPLE = 50;
const CLUSTERS = 10;
const DELTA = 1e-6;
const ASKED_AFTER = [2, 3, 5, 8] as const;
const { features } = PLAN;

/**
 * The information of the cluster ID about the rest of a visit: clusters learnt on April to June, and their mutual information
 * on July with the number of further clicks (five classes), compared with k-means that sees every visit. A visit is one person
 * with one vote. `months`: three rounds, each with the visits of one month. `everybody`: rounds with every visit, ε for all
 * rounds together. All start with cells that use no data. Undefined without the data.
 */
export function visitInformation(
  seeds: number,
  report: (line: string) => void = () => undefined,
): InformationRow[] | undefined {
  const sessions = clickSessions();
  if (!sessions) return undefined;
  const before = sessions.filter(({ month }) => month < 7);
  const points = before.map(wholePoint);
  const byMonth = [4, 5, 6].map((month) => points.filter((_, index) => before[index]?.month === month));
  const july = askedVisits(sessions.filter(({ month }) => month === 7));
  const neutral = neutralCodebook(drawnVisits(4_000, randomFrom(7)).map(wholePoint), {
    featureSchema: FEATURE_SCHEMA,
    features,
    cells: 64,
    clusters: CLUSTERS,
  });
  const central = Array.from({ length: seeds }, (_, seed) =>
    bitsOf(july, centralClusters(points, CLUSTERS, randomFrom(seed + 1))),
  );
  report(`central k-means: ${central.map((bits) => bits.toFixed(4)).join(" ")}`);
  const rows = (way: string, epsilon: number, rounds: readonly (readonly (readonly number[])[])[], rho: number) => {
    const bits = central.map((_, seed) => {
      const last = learntGenerations(
        neutral,
        rounds,
        { rho, minPeople: MIN_PEOPLE, clusters: CLUSTERS },
        randomFrom(seed + 1_000),
      ).at(-1)!;
      return bitsOf(july, idFinder(last.codebook, MIN_PEOPLE));
    });
    report(`${way}, ε ${epsilon}: ${bits.map((value) => value.toFixed(4)).join(" ")}`);
    return {
      way,
      epsilon,
      bits: meanAndDeviation(bits),
      share: meanAndDeviation(bits.map((value, seed) => value / central[seed]!)),
    };
  };
  return [
    { way: "central k-means", epsilon: Infinity, bits: meanAndDeviation(central), share: { mean: 1, deviation: 0 } },
    ...[Infinity, 1, 0.5].map((epsilon) =>
      rows("months", epsilon, byMonth, epsilon === Infinity ? Infinity : rhoOf(epsilon, DELTA)),
    ),
    ...[1, 0.5].map((epsilon) =>
      rows("everybody", epsilon, [points, points, points, points], rhoOf(epsilon, DELTA) / 4),
    ),
  ];
}

interface AskedVisit {
  readonly point: readonly number[];
  /** The number of further clicks, in five classes of about equal size. */
  readonly rest: string;
}

/** For each number of clicks, the visits that reached it, cut off at that click. */
function askedVisits(sessions: readonly ClickSession[]): AskedVisit[][] {
  return ASKED_AFTER.map((clicks) =>
    sessions.flatMap((session): AskedVisit[] => {
      const prefix = prefixesOf(session, clicks)[clicks - 1];
      if (!prefix) return [];
      const more = session.clicks.length - clicks;
      return [
        {
          point: pointOf(features, featureRecord(prefix)),
          rest: String([1, 2, 4, 9].filter((limit) => more >= limit).length),
        },
      ];
    }),
  );
}

function bitsOf(asked: readonly (readonly AskedVisit[])[], labelOf: (point: readonly number[]) => string): number {
  const bits = asked.map((visits) =>
    mutualInformation(
      visits.map(({ point }) => labelOf(point)),
      visits.map(({ rest }) => rest),
    ),
  );
  return meanAndDeviation(bits).mean;
}

function wholePoint(session: ClickSession): number[] {
  const whole = prefixesOf(session).at(-1);
  if (!whole) throw new RangeError("a visit needs a click");
  return pointOf(features, featureRecord(whole));
}
