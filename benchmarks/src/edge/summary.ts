import { quantile } from "../replay/quantile.ts";
import type { Measured } from "./round.ts";

/** One round of a cell: on one connection, then under load, with the hello just before it. */
export interface RoundOfCell {
  readonly calm: Measured;
  readonly loaded: Measured;
  /** The hello's requests per second just before. */
  readonly helloRate: number;
  /** The same for the hello behind local rate limits. */
  readonly limitedRate: number;
}

/** The table row of a cell. */
export interface CellSummary {
  readonly name: string;
  readonly about: string;
  /** Median of the rounds' requests per second under load. */
  readonly rate: number | null;
  /** Median of the rounds' ratios to their hello; below 1 is slower. */
  readonly ratio: number | null;
  /** The same ratio to the hello behind local rate limits. */
  readonly limitedRatio: number | null;
  /** Milliseconds of all rounds' requests, one at a time. */
  readonly calmP50: number | null;
  readonly calmP95: number | null;
  /** The same under load, including queueing. */
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
