import { type MeasuredSums, sumsOf } from "@sedge/features/vote";
import { noiseFor, type PrivacySpending, type RoundNoise, roundRho } from "@sedge/privacy/accountant";
import {
  elementsOf,
  MAX_MEASUREMENT_ELEMENTS,
  type Measurement,
  type MeasurementTerms,
  shapeOfMeasurement,
} from "@sedge/protocol";
import { type Centres, sizeOf } from "../k-means/point-set.ts";
import type { Panel } from "./panel.ts";

/** What a round asks. */
export interface Question {
  readonly centres: Centres;
  /** One a centre: where an offset is cut. */
  readonly radii: ArrayLike<number>;
  readonly terms: MeasurementTerms;
  /** zCDP that the round may spend. */
  readonly rho: number;
  /** Share of it that the counts get; a histogram gets all. */
  readonly countShare?: number;
}

/** What a round answers, in the features' units, with the standard deviation of what both operators added. */
export interface Answer extends MeasuredSums {
  readonly countStdDev: number;
  /** Of one sum of told coordinates whose radius is 1, before the terms are told apart. */
  readonly toldStdDev: number;
}

/** A round that was asked. */
export interface SurveyRound extends PrivacySpending {
  readonly measurement: Measurement;
  readonly noise: RoundNoise;
}

/** Asks rounds of a panel and remembers what they cost. */
export interface Survey {
  readonly people: number;
  readonly rounds: readonly SurveyRound[];
  ask(question: Question): Promise<Answer>;
}

const MOST_BITS = 8;
const FEWEST_BITS = 3;

/** A survey of a panel whose points have these features. */
export function surveyOf(panel: Panel, features: readonly string[]): Survey {
  const rounds: SurveyRound[] = [];
  return {
    people: panel.people,
    rounds,
    ask: async (question) => {
      const measurement = measurementOf(question, features);
      const { coordinates } = shapeOfMeasurement(measurement);
      const { bits } = measurement;
      const noise = noiseFor(question.rho, bits, coordinates === 0 ? 1 : (question.countShare ?? 0.3));
      rounds.push({
        id: `round ${rounds.length + 1}`,
        rho: roundRho({ ...noise, bits, coordinates }),
        measurement,
        noise,
      });
      const { counts, sums } = await panel.ask(measurement, noise);
      return {
        ...sumsOf(measurement, counts, sums),
        countStdDev: noise.countStdDev * Math.SQRT2,
        toldStdDev: (noise.sumStdDev * Math.SQRT2) / Math.sqrt(4 ** (bits - 1) - 1),
      };
    },
  };
}

/** With as many bits as fit a vote's bytes. */
function measurementOf({ centres, radii, terms }: Question, features: readonly string[]): Measurement {
  const { d, coordinates } = centres;
  const rows = Array.from({ length: sizeOf(centres) }, (_, j) => [...coordinates.subarray(j * d, (j + 1) * d)]);
  const measurement = { features: [...features], centres: rows, radii: Array.from(radii), terms };
  for (let bits = MOST_BITS; bits >= FEWEST_BITS; bits--) {
    const asked = { ...measurement, bits };
    if (elementsOf(shapeOfMeasurement(asked)) <= MAX_MEASUREMENT_ELEMENTS) return asked;
  }
  throw new RangeError("too many cells for the features of one vote");
}
