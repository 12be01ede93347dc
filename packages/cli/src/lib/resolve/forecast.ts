import { distinctTerms, type PersonRecord, recordTerms } from "@sedge/linkage/terms";
import { millisecondsPerTerm, type TokenOptions } from "./record-tokens.ts";

/** Fewer records are done before a forecast helps. */
const FEWEST_RECORDS = 5_000;
/** Records that are looked at, evenly spread, in two halves. */
const SAMPLE = 2_000;
/** Terms that are evaluated to measure their time. */
const TERMS_TIMED = 512;
/** Bytes in memory for a term's token and hash. */
const BYTES_PER_TERM = 50;

/** What a run will take. */
export interface Forecast {
  readonly records: number;
  /** Distinct terms, estimated. */
  readonly terms: number;
  readonly termsPerSecond: number;
}

/**
 * Estimates the distinct terms of all records from a sample, by how their number grows from half of the sample to the
 * whole (Heaps' law), and measures the time of some. Undefined for few records.
 */
export async function forecast(people: readonly PersonRecord[], options: TokenOptions): Promise<Forecast | undefined> {
  if (people.length < FEWEST_RECORDS) return undefined;
  const step = people.length / SAMPLE;
  const sample = Array.from({ length: SAMPLE }, (_, at) => people[Math.floor(at * step)] ?? {});
  const seen = new Set<string>();
  const sizes = [0, 1].map((half) => {
    sample.forEach((person, at) => {
      if (at % 2 === half) for (const term of distinctTerms(recordTerms(person))) seen.add(term);
    });
    return seen.size;
  });
  const terms = grown(sizes, people.length / SAMPLE);
  const milliseconds = await millisecondsPerTerm([...seen].slice(0, TERMS_TIMED), options);
  return { records: people.length, terms, termsPerSecond: 1_000 / milliseconds };
}

/** The number of distinct terms in `times` as many records as the second size is of; the first is of half of them. */
export function grown([half = 1, whole = 1]: readonly number[], times: number): number {
  const exponent = Math.log2(Math.max(1, whole) / Math.max(1, half));
  return Math.round(whole * times ** exponent);
}

/** The forecast as a line of text. */
export function forecastLine({ records, terms, termsPerSecond }: Forecast): string {
  const seconds = terms / termsPerSecond;
  const time = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
  const megabytes = Math.ceil((terms * BYTES_PER_TERM) / 1e6);
  return (
    `forecast: ${records} records have about ${Number(terms.toPrecision(2))} different terms; ` +
    `their tokens take about ${time} (${Math.round(termsPerSecond)} terms a second) and ${megabytes} MB; linking comes after that`
  );
}
