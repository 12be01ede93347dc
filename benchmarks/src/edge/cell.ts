import type { Exchange } from "./load.ts";
import type { BenchRequest } from "./request-bytes.ts";

/** A batch of requests that were made before the clock starts, and how each answer is judged after it has stopped. */
export interface Batch {
  readonly requests: readonly BenchRequest[];
  /** Throws where an answer is not what was asked for, in status or in body. */
  readonly check: (exchange: Exchange) => void;
  /** Takes note of what a good answer changed at the edge. */
  readonly note?: (exchange: Exchange) => void;
}

/** One row of the table: an endpoint under one kind of request. */
export interface Cell {
  readonly name: string;
  readonly about: string;
  /** Whether a request may be sent again. One that is signed may not, nor one that changes what is stored. */
  readonly repeat: boolean;
  /** Makes about `count` requests, as many as there are to make. */
  readonly batch: (count: number) => Promise<Batch>;
}
