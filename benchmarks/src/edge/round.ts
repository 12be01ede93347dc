import type { Cell } from "./cell.ts";
import { type Exchange, load, rateOf } from "./load.ts";
import { requestBytes } from "./request-bytes.ts";

/** Minimum batch size for requests that may not repeat, and the assumed requests per second before the first measurement. */
const MIN_BATCH = 40;
const FIRST_GUESS = 500;
/** Factor of requests beyond the last round's rate. */
const SPARE = 1.4;
/** Number of different visitors for repeated requests. */
const VISITORS = 1_000;

/** The load and its duration. */
export interface Effort {
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  /** Requests per second. */
  readonly rate: number;
  /** Milliseconds per request. */
  readonly ms: readonly number[];
}

let visitors = 0;

/** Runs one cell once: builds the requests, sends them, and checks every answer after the measurement. */
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
