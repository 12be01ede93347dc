import type { Exchange } from "./load.ts";
import type { BenchRequest } from "./request-bytes.ts";

/** A batch of requests built before the measurement, and the check of each answer after it. */
export interface Batch {
  readonly requests: readonly BenchRequest[];
  /** Throws if the status or body of an answer is not as expected. */
  readonly check: (exchange: Exchange) => void;
  /** Records the change that a good answer made at the edge. */
  readonly note?: (exchange: Exchange) => void;
}

/** A row of the table: an endpoint with one kind of request. */
export interface Cell {
  readonly name: string;
  readonly about: string;
  /** Whether a request may be repeated. Signed requests and requests that change stored data may not. */
  readonly repeat: boolean;
  /** Builds about `count` requests. */
  readonly batch: (count: number) => Promise<Batch>;
}
