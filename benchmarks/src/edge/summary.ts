import { quantile } from "../replay/quantile.ts";
import type { Measured } from "./round.ts";

/** One round of a cell: alone on one connection, then under load, with the hello just before it. */
export interface RoundOfCell {
  readonly calm: Measured;
  readonly loaded: Measured;
  /** The hello's rate next to it, a second. */
  readonly helloRate: number;
  /** The rate of the hello behind local rate limits, next to it too. */
  readonly limitedRate: number;
}

/** A cell's row. */
export interface CellSummary {
  readonly name: string;
  readonly about: string;
  /** Median of the rounds' requests a second, under load. */
  readonly rate: number | null;
  /** Median of the rounds' ratios to the hello next to each; below 1 is slower. */
  readonly ratio: number | null;
  /** The same to the hello behind local rate limits. */
  readonly limitedRatio: number | null;
  /** Milliseconds of all rounds' requests, one at a time. */
  readonly calmP50: number | null;
  readonly calmP95: number | null;
  /** The same under load, where they wait for each other. */
  readonly loadedP50: number | null;
  readonly loadedP95: number | null;
  readonly requests: number;
}

const median = (values: readonly number[]) => quantile(values, 0.5);

export function summaryOf(
  { name, about }: { name: string; about: string },
  rounds: readonly RoundOfCell[],
): CellSummary {
  const calm = rounds.flatMap((round) => round.calm.ms);
  const loaded = rounds.flatMap((round) => round.loaded.ms);
  return {
    name,
    about,
    rate: median(rounds.map((round) => round.loaded.rate)),
    ratio: median(rounds.map((round) => round.loaded.rate / round.helloRate)),
    limitedRatio: median(rounds.map((round) => round.loaded.rate / round.limitedRate)),
    calmP50: median(calm),
    calmP95: quantile(calm, 0.95),
    loadedP50: median(loaded),
    loadedP95: quantile(loaded, 0.95),
    requests: calm.length + loaded.length,
  };
}
