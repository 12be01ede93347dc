import { FEATURE_SCHEMA, featureRecord } from "@sedge/features";
import { prefixesOf } from "@sedge/models/clickstream";
import { PLAN, pointOf } from "@sedge/models/codebook-prior";
import { drawnVisits } from "@sedge/models/drawn-visits";
import { type Random, randomFrom } from "@sedge/models/random";
import { clickSessions } from "@sedge/models/shipped-models";
import { rhoOf } from "@sedge/privacy/accountant";
import { idFinder } from "./id-finder.ts";
import type { Codebook } from "@sedge/protocol";
import { learntGenerations } from "./learnt-generations.ts";
import { meanAndDeviation } from "./mean-and-deviation.ts";
import { neutralCodebook } from "./neutral-codebook.ts";
import { uniqueShare } from "./unique-share.ts";

/** The share of people with a unique sequence of IDs. */
export interface UniquenessRow {
  readonly people: number;
  readonly minPeople: number;
  readonly epsilon: number;
  readonly clusters: number;
  /** Weeks for which an ID is kept, the same for everyone. */
  readonly refreshWeeks: number;
  /** `loyal`: every other visit is like the person's first one; `any`: every visit is random. */
  readonly habit: "any" | "loyal";
  /** Share of people with a unique sequence, over the seeds. */
  readonly unique: { readonly mean: number; readonly deviation: number };
}

/** Number of weeks. Each person visits once per week. */
const WEEKS = 12;
/** Weeks after which a new generation is published. */
const GENERATION_WEEKS = 4;
const DELTA = 1e-6;
/** Every nth recorded visit is in the pool. */
const EVERY = 8;
/** A loyal person's visits are among this many nearest to the first one. */
const ALIKE = 20;

export interface UniquenessSetting {
  readonly people: number;
  readonly minPeople: number;
  readonly epsilon: number;
  readonly clusters: number;
}

/** The varied settings: population, k, ε and clusters, each with the other defaults. */
export const SETTINGS: readonly UniquenessSetting[] = [
  { people: 20_000, minPeople: 50, epsilon: 1, clusters: 10 },
  { people: 20_000, minPeople: 10, epsilon: 1, clusters: 10 },
  { people: 20_000, minPeople: 500, epsilon: 1, clusters: 10 },
  { people: 20_000, minPeople: 50, epsilon: 0.5, clusters: 10 },
  { people: 20_000, minPeople: 50, epsilon: Infinity, clusters: 10 },
  { people: 20_000, minPeople: 50, epsilon: 1, clusters: 20 },
  { people: 5_000, minPeople: 50, epsilon: 1, clusters: 10 },
  { people: 1_000, minPeople: 50, epsilon: 1, clusters: 10 },
];

export const REFRESHES = [1, 2, 4, 6, 12] as const;

/**
 * Twelve weeks of cluster IDs of simulated people who make recorded visits, with a privately learnt generation every four
 * weeks: how many people have a unique sequence. Recorded visits do not identify people, so a person is a series of visits,
 * drawn from all visits, or every other time from those like the first. Undefined without the data.
 */
export function weeksOfIds(
  seeds: number,
  report: (line: string) => void = () => undefined,
): UniquenessRow[] | undefined {
  const sessions = clickSessions();
  if (!sessions) return undefined;
  const records = sessions.flatMap((session) => {
    const whole = prefixesOf(session).at(-1);
    return whole ? [{ month: session.month, point: pointOf(PLAN.features, featureRecord(whole)) }] : [];
  });
  const points = records.map(({ point }) => point);
  const pool = records.flatMap((_, index) => (index % EVERY === 0 ? [index] : []));
  const alike = neighbours(pool.map((index) => points[index]!));
  const months = [4, 5, 6].map((month) => points.filter((_, index) => records[index]?.month === month));
  const nobodies = drawnVisits(4_000, randomFrom(7)).map((visit) =>
    pointOf(PLAN.features, featureRecord(prefixesOf(visit).at(-1)!)),
  );
  const neutralOf = new Map(
    [...new Set(SETTINGS.map(({ clusters }) => clusters))].map((clusters) => [
      clusters,
      neutralCodebook(nobodies, { featureSchema: FEATURE_SCHEMA, features: PLAN.features, cells: 64, clusters }),
    ]),
  );
  return SETTINGS.flatMap((setting) => {
    const bySeed = Array.from({ length: seeds }, (_, seed) => {
      const ids = idsByWeek(
        setting,
        months,
        pool.map((index) => points[index]!),
        neutralOf.get(setting.clusters)!,
        randomFrom(seed + 1),
      );
      return sharesOf(setting, ids, alike, randomFrom(seed + 500));
    });
    const rows = bySeed[0]!.map((first, index): UniquenessRow => ({
      ...setting,
      refreshWeeks: first.refreshWeeks,
      habit: first.habit,
      unique: meanAndDeviation(bySeed.map((shares) => shares[index]!.unique)),
    }));
    for (const row of rows) report(JSON.stringify(row));
    return rows;
  });
}

/** The ID of each visit in the pool, per generation. */
function idsByWeek(
  { minPeople, epsilon, clusters }: UniquenessSetting,
  months: readonly (readonly (readonly number[])[])[],
  pool: readonly (readonly number[])[],
  neutral: Codebook,
  random: Random,
): string[][] {
  const rho = epsilon === Infinity ? Infinity : rhoOf(epsilon, DELTA);
  const made = learntGenerations(neutral, months, { rho, minPeople, clusters }, random).slice(1);
  return made.map(({ codebook }) => pool.map(idFinder(codebook, minPeople)));
}

function sharesOf(
  { people }: UniquenessSetting,
  ids: readonly (readonly string[])[],
  alike: readonly (readonly number[])[],
  random: Random,
) {
  return (["any", "loyal"] as const).flatMap((habit) => {
    const visits = Array.from({ length: people }, () => visitsOf(alike, habit, random));
    return REFRESHES.map((refreshWeeks) => ({
      habit,
      refreshWeeks,
      unique: uniqueShare(
        visits.map((own) =>
          Array.from({ length: WEEKS }, (_, week) => {
            const held = week - (week % refreshWeeks);
            return ids[Math.floor(held / GENERATION_WEEKS)]?.[own[held]!] ?? "none";
          }),
        ),
      ),
    }));
  });
}

/** A person's visit in each week. */
function visitsOf(alike: readonly (readonly number[])[], habit: "any" | "loyal", random: Random): number[] {
  const anyVisit = () => Math.floor(random() * alike.length);
  const first = anyVisit();
  return Array.from({ length: WEEKS }, (_, week) => {
    if (week === 0) return first;
    return habit === "loyal" && random() < 0.5 ? alike[first]![Math.floor(random() * ALIKE)]! : anyVisit();
  });
}

/** The nearest points of each point. */
function neighbours(points: readonly (readonly number[])[]): number[][] {
  return points.map((point) => {
    const far = Float64Array.from(points, (other) => other.reduce((sum, x, i) => sum + (x - point[i]!) ** 2, 0));
    const limit = far.toSorted()[ALIKE]!;
    return points.flatMap((_, j) => (far[j]! <= limit ? [j] : [])).slice(0, ALIKE);
  });
}
