import { type MeasuredSums, sumsOf, termFactors } from "@sedge/features/vote";
import { noiseFor, type PrivacySpending, type RoundNoise, roundRho } from "@sedge/privacy/accountant";
import {
  elementsOf,
  MAX_MEASUREMENT_ELEMENTS,
  type Measurement,
  type MeasurementTerms,
  shapeOfMeasurement,
} from "@sedge/protocol";
import { type Centres, sizeOf } from "@sedge/clustering/k-means";
import type { Panel } from "./panel.ts";

/** What a round measures. */
export interface Question {
  readonly centres: Centres;
  /** One per centre: the clipping radius of an offset. */
  readonly radii: ArrayLike<number>;
  readonly terms: MeasurementTerms;
  /** zCDP budget of the round. */
  readonly rho: number;
  /** Share of it for the counts; a histogram uses all. */
  readonly countShare?: number;
}

/** Result of a round in the features' units, with the standard deviation of both operators' noise. */
export interface Answer extends MeasuredSums {
  readonly countStdDev: number;
  /** Of one coordinate of an offset sum for radius 1; proportional to the radius. */
  readonly offsetStdDev: number;
  /** Of one sum of squares for radius 1; proportional to the radius squared. */
  readonly squareStdDev: number;
}

/** A completed round. */
export interface SurveyRound extends PrivacySpending {
  readonly measurement: Measurement;
  readonly noise: RoundNoise;
}

/** Runs rounds of a panel and adds up their costs. */
export interface Survey {
  readonly people: number;
  readonly rounds: readonly SurveyRound[];
  ask(question: Question): Promise<Answer>;
}

const MOST_BITS = 8;
const FEWEST_BITS = 3;
/** Largest deviation that the exact sampler supports, in steps; with fewer bits the steps are larger. */
const MOST_STD_DEV = 80_000;
const COUNT_SHARE = 0.2;

/** A survey of a panel whose points have these features. */
export function surveyOf(panel: Panel, features: readonly string[]): Survey {
  const rounds: SurveyRound[] = [];
  return {
    people: panel.people,
    rounds,
    ask: async (question) => {
      const { measurement, noise } = planned(question, features);
      const { bits } = measurement;
      const { coordinates } = shapeOfMeasurement(measurement);
      rounds.push({
        id: `round ${rounds.length + 1}`,
        rho: roundRho({ ...noise, bits, coordinates }),
        measurement,
        noise,
      });
      const { counts, sums } = await panel.ask(measurement, noise);
      const stdDev = (noise.sumStdDev * Math.SQRT2) / Math.sqrt(4 ** (bits - 1) - 1);
      const { offset, square } = termFactors(measurement.terms);
      return {
        ...sumsOf(measurement, counts, sums),
        countStdDev: noise.countStdDev * Math.SQRT2,
        offsetStdDev: offset > 0 ? stdDev / offset : 0,
        squareStdDev: square > 0 ? stdDev / square : 0,
      };
    },
  };
}

/** A round with as many bits as fit the bytes of a vote and the range of the exact samplers. */
function planned({ centres, radii, terms, rho, countShare }: Question, features: readonly string[]) {
  const { d, coordinates } = centres;
  const rows = Array.from({ length: sizeOf(centres) }, (_, j) => [...coordinates.subarray(j * d, (j + 1) * d)]);
  const measurement = { features: [...features], centres: rows, radii: Array.from(radii), terms };
  for (let bits = MOST_BITS; bits >= FEWEST_BITS; bits--) {
    const asked = { ...measurement, bits };
    const noise = noiseFor(rho, bits, terms === "count" ? 1 : (countShare ?? COUNT_SHARE));
    if (noise.sumStdDev > MOST_STD_DEV) continue;
    if (elementsOf(shapeOfMeasurement(asked)) <= MAX_MEASUREMENT_ELEMENTS) return { measurement: asked, noise };
  }
  throw new RangeError("too many cells for the features of one vote, or too little privacy budget");
}
