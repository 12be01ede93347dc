import type { Cell } from "./cell.ts";
import { type Exchange, load, rateOf } from "./load.ts";
import { requestBytes } from "./request-bytes.ts";

/** Fewest requests made for a batch where each is new, and what a cell is taken for before it has been measured, a second. */
const MIN_BATCH = 40;
const FIRST_GUESS = 500;
/** So many more than the last round's rate would use up. */
const SPARE = 1.4;
/** A repeated request is made for so many different visitors. */
const VISITORS = 1_000;

/** How hard and how long. */
export interface Effort {
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds of each request. */
  readonly ms: readonly number[];
}

let visitors = 0;

/** Loads one cell once: makes the requests, sends them, and checks every answer when the clock has stopped. */
export async function measure(
  port: number,
  cell: Cell,
  { connections, seconds }: Effort,
  lastRate = FIRST_GUESS,
): Promise<Measured> {
  const batch = await cell.batch(Math.max(MIN_BATCH, Math.ceil(lastRate * seconds * SPARE)));
  const kinds = batch.requests.length;
  const count = cell.repeat ? Math.max(kinds, VISITORS - (VISITORS % kinds)) : kinds;
  const requests = Array.from({ length: count }, (_, index) => {
    const request = batch.requests[index % kinds];
    if (!request) throw new Error(`${cell.name}: no requests to send`);
    return requestBytes(request, visitors++);
  });
  const result = await load({ port, requests, repeat: cell.repeat, connections, seconds });
  for (const exchange of result.exchanges) judge(cell, batch, { ...exchange, index: exchange.index % kinds });
  return { rate: rateOf(result), ms: result.exchanges.map(({ ms }) => ms) };
}

function judge(cell: Cell, { check, note }: Awaited<ReturnType<Cell["batch"]>>, exchange: Exchange): void {
  try {
    check(exchange);
  } catch (error) {
    throw new Error(`${cell.name}: ${error instanceof Error ? error.message : "?"}`, { cause: error });
  }
  note?.(exchange);
}
