import { FEATURE_SCHEMA, featureRecord } from "@sedge/features";
import { prefixesOf } from "@sedge/models/clickstream";
import { PLAN, pointOf } from "@sedge/models/codebook-prior";
import { drawnVisits } from "@sedge/models/drawn-visits";
import { type Random, randomFrom } from "@sedge/models/random";
import { clickSessions } from "@sedge/models/shipped-models";
import { rhoOf } from "@sedge/privacy/accountant";
import { codewordFinder, type Named } from "./id-finder.ts";
import { readFileSync } from "node:fs";
import { artefact } from "@sedge/models/model-folder";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
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

/** The share of people whom the edge can distinguish from everybody else by what they named, without their token. */
export interface SeenRow extends UniquenessSetting {
  readonly habit: UniquenessRow["habit"];
  /** `web`: the codeword of each visit; `both`: also that of each visit to the till, of which there is one a week. */
  readonly channels: "web" | "both";
  /** Weeks, one visit each. */
  readonly weeks: number;
  readonly unique: { readonly mean: number; readonly deviation: number };
}

/** Weeks after which {@link SeenRow} counts. */
export const SEEN_WEEKS = [1, 2, 3, 4, 6, 12] as const;

/** What {@link weeksOfIds} measures. */
export interface WeeksOfIds {
  /** What the page sees: IDs, each kept for some weeks. */
  readonly page: readonly UniquenessRow[];
  /** What the edge sees of a person who has agreed to `link`, once the token is taken away: with it everybody is unique. */
  readonly edge: readonly SeenRow[];
}

/**
 * Twelve weeks of cluster IDs of simulated people who make recorded visits, with a privately learnt generation every four
 * weeks: how many people have a unique sequence. Recorded visits do not identify people, so a person is a series of visits,
 * drawn from all visits, or every other time from those like the first. Visits to the till are drawn from the prior of tills in
 * the same way: a person's own cell, every other time. Undefined without the data.
 */
export function weeksOfIds(seeds: number, report: (line: string) => void = () => undefined): WeeksOfIds | undefined {
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
  const all = SETTINGS.map((setting) => {
    const bySeed = Array.from({ length: seeds }, (_, seed) => {
      const named = namedByGeneration(
        setting,
        months,
        pool.map((index) => points[index]!),
        neutralOf.get(setting.clusters)!,
        randomFrom(seed + 1),
      );
      return {
        page: sharesOf(setting, named, alike, randomFrom(seed + 500)),
        edge: seenShares(setting, named, alike, randomFrom(seed + 500)),
      };
    });
    const rows: WeeksOfIds = {
      page: overSeeds(bySeed.map(({ page }) => page)).map((row) => ({ ...setting, ...row })),
      edge: overSeeds(bySeed.map(({ edge }) => edge)).map((row) => ({ ...setting, ...row })),
    };
    for (const row of [...rows.page, ...rows.edge]) report(JSON.stringify(row));
    return rows;
  });
  return { page: all.flatMap(({ page }) => page), edge: all.flatMap(({ edge }) => edge) };
}

/** Rows of several seeds as one each, with the mean of their shares. */
function overSeeds<Row extends { readonly unique: number }>(bySeed: readonly (readonly Row[])[]) {
  const [first = []] = bySeed;
  return first.map((row, index) => ({
    ...row,
    unique: meanAndDeviation(bySeed.map((rows) => rows[index]!.unique)),
  }));
}

/** The codeword and ID of each visit in the pool, per generation. */
function namedByGeneration(
  { minPeople, epsilon, clusters }: UniquenessSetting,
  months: readonly (readonly (readonly number[])[])[],
  pool: readonly (readonly number[])[],
  neutral: Codebook,
  random: Random,
): Named[][] {
  const rho = epsilon === Infinity ? Infinity : rhoOf(epsilon, DELTA);
  const made = learntGenerations(neutral, months, { rho, minPeople, clusters }, random).slice(1);
  return made.map(({ codebook }) => pool.map(codewordFinder(codebook, minPeople)));
}

function sharesOf(
  { people }: UniquenessSetting,
  named: readonly (readonly Named[])[],
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
            return named[Math.floor(held / GENERATION_WEEKS)]?.[own[held]!]?.id ?? "none";
          }),
        ),
      ),
    }));
  });
}

/** A visit to the till is to the person's own cell as often as a loyal visit to the pages is like the first. */
const OWN_TILL = 0.5;

function seenShares(
  { people, minPeople }: UniquenessSetting,
  named: readonly (readonly Named[])[],
  alike: readonly (readonly number[])[],
  random: Random,
) {
  const till = tillPaths(minPeople);
  return (["any", "loyal"] as const).flatMap((habit) => {
    const sequences = Array.from({ length: people }, () => {
      const own = till(random);
      return visitsOf(alike, habit, random).map((visit, week) => {
        const generation = Math.floor(week / GENERATION_WEEKS);
        const web = named[generation]?.[visit]?.path ?? "none";
        const atTill = habit === "loyal" && random() < OWN_TILL ? own : till(random);
        return { web: `${generation}:${web}`, both: `${generation}:${web}/${atTill}` };
      });
    });
    return (["web", "both"] as const).flatMap((channels) =>
      SEEN_WEEKS.map((weeks) => ({
        habit,
        channels,
        weeks,
        unique: uniqueShare(sequences.map((own) => own.slice(0, weeks).map((one) => one[channels]))),
      })),
    );
  });
}

/** Draws the path of a till's codeword, each as often as the prior of tills has people there. */
function tillPaths(minPeople: number): (random: Random) => string {
  const prior = v.parse(Codebook, JSON.parse(readFileSync(artefact("till-prior", "codebook.json"), "utf8")));
  const parents = new Set(prior.cells.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf(".")))));
  const leaves = prior.cells.filter(({ path }) => path !== "" && !parents.has(path));
  const find = codewordFinder(prior, minPeople);
  const total = leaves.reduce((sum, { count }) => sum + count, 0);
  const drawn = leaves.map(({ centroid, count }) => ({ path: find(centroid).path, share: count / total }));
  return (random) => {
    let left = random();
    for (const { path, share } of drawn) if ((left -= share) < 0) return path;
    return drawn.at(-1)?.path ?? "";
  };
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
