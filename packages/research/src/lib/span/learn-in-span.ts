import {
  type Box,
  type LearnOptions,
  type Learnt,
  middleOf,
  type Survey,
  surveyOf,
  type SurveyRound,
} from "@sedge/cli/learner";
import type { Devices, Summary } from "./devices.ts";
import { drawnDirections, type Reach, reaches } from "./directions.ts";
import { learnFromMany } from "./learn-from-many.ts";

/** Shares of the budget: for the mean square, and for the passes over directions; the rest is for the clusters. */
const SHARES = { level: 0.01, passes: [0.2, 0.2, 0.2] };
/** Directions that the first pass draws, for each that is looked for. */
const DRAWN = 1.5;
/** Half a side of the box along a direction, in deviations of a point. */
const SIDE = 3;
/** A summary is cut at this multiple of its likely length. */
const REACH = 1.1;
const COUNT_SHARE = 0.01;
/** Mean squares are reported up to this multiple of those of the box's corners. */
const MOST_LEVEL = 4;

/**
 * Learns clusters of people with many points each, in the few directions in which the clusters differ, so that noise
 * affects only as many coordinates as there are clusters. A summary of all own points gives these directions: their
 * second moments times a public direction, one a round, which in three passes (subspace iteration) turn toward the
 * largest moments. Throws RangeError for fewer people than clusters, or a budget that is not above 0.
 */
export async function learnInSpan(devices: Devices, options: LearnOptions): Promise<Learnt> {
  const { k, rho, box, features, random } = options;
  if (!(k >= 1 && devices.people >= k && rho > 0))
    throw new RangeError("learning needs at least k people and a budget above 0");
  const origin = middleOf(box);
  const d = origin.length;
  const rounds: SurveyRound[] = [];
  const measure = async (summary: Summary, middle: number, radius: number, share: number): Promise<number[]> => {
    const names = summary.kind === "square" ? ["mean square"] : features;
    const survey: Survey = surveyOf(devices.summarised(summary), names);
    const coordinates = new Float64Array(names.length).fill(middle);
    const centres = { d: names.length, coordinates };
    const asked = { centres, radii: [radius], terms: "offset", rho: rho * share, countShare: COUNT_SHARE } as const;
    const { offsets } = await survey.ask(asked);
    rounds.push(...survey.rounds);
    return offsets[0]!.map((sum) => middle + sum / devices.people);
  };
  const most = MOST_LEVEL * meanSquareOf(box);
  const seen = (await measure({ kind: "square", origin }, most / 2, most / 2, SHARES.level))[0]!;
  const level = Math.min(most, Math.max(most / 1_000, seen));
  let asked: Reach[] = drawnDirections(d, Math.ceil(DRAWN * k), random).map((direction) => ({
    direction,
    length: level / 2,
  }));
  for (const share of SHARES.passes) {
    const answers: Float64Array[] = [];
    for (const { direction, length } of asked) {
      const scatter = (level * (level + length) * d) / devices.pointsEach;
      const radius = REACH * Math.sqrt(scatter + length ** 2);
      const summary: Summary = { kind: "product", origin, direction, level };
      answers.push(Float64Array.from(await measure(summary, 0, radius, share / asked.length)));
    }
    asked = reaches(answers).slice(0, k);
  }
  const directions = asked.map(({ direction }) => direction);
  const sides = asked.map(({ length }) => SIDE * Math.sqrt(level + length));
  const spent = rounds.reduce((sum, round) => sum + round.rho, 0);
  const panel = devices.summarised({ kind: "place", origin, directions });
  const inside: LearnOptions = {
    ...options,
    outline: {
      mean: new Float64Array(asked.length),
      variance: asked.reduce((sum, { length }) => sum + level + length, 0),
    },
    box: { lower: sides.map((side) => -side), upper: sides },
    features: directions.map((_, i) => `direction ${i + 1}`),
  };
  const learnt = await learnFromMany(panel, { ...inside, rho: rho - spent });
  const coordinates = new Float64Array(k * d);
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < d; i++) {
      coordinates[j * d + i] = directions.reduce(
        (sum, direction, t) => sum + direction[i]! * learnt.centres.coordinates[j * directions.length + t]!,
        origin[i]!,
      );
    }
  }
  const all = [...rounds, ...learnt.rounds].map((round, index) => ({ ...round, id: `round ${index + 1}` }));
  return { centres: { d, coordinates }, counts: learnt.counts, rounds: all };
}

/** Mean square of a coordinate, from the middle, at a box's corners. */
function meanSquareOf({ lower, upper }: Box): number {
  return lower.reduce((sum, low, i) => sum + ((upper[i]! - low) / 2) ** 2, 0) / lower.length;
}
