import { setTimeout as sleep } from "node:timers/promises";
import type * as v from "valibot";
import { type OperatorAnswer, readAnswer } from "./operator-answer.ts";
import { OperatorsError } from "./operators-error.ts";

/** Sends requests; tests pass their own. */
export interface Sender {
  readonly fetch: typeof fetch;
  /** Waits for a number of seconds. Default: `setTimeout`. */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

const MAX_TRIES = 8;
/** Does not wait longer than this: a day's budget is spent, and the user should know. */
const MAX_WAIT_SECONDS = 120;
const REQUEST_TIMEOUT_MS = 60_000;

type Request = () => Promise<{ readonly url: string; readonly init?: RequestInit }>;

/**
 * Sends a request until a retry cannot change the response. Retries after a lost connection, a server error, or a rate
 * limit. `request` is called for each attempt, because a signed message is valid once.
 *
 * @throws OperatorsError `operators-unreachable`, `not-an-operator`
 */
export function requestWithRetries<Schema extends v.GenericSchema>(
  schema: Schema,
  sender: Sender,
  request: Request,
): Promise<OperatorAnswer<v.InferOutput<Schema>>> {
  return responseWithRetries((response) => readAnswer(schema, response), sender, request);
}

/**
 * The same, with a custom parser for the response.
 * @param timeoutMs - Longest duration of the whole response.
 */
export async function responseWithRetries<Value>(
  read: (response: Response) => Promise<OperatorAnswer<Value>>,
  { fetch, wait = (seconds) => sleep(seconds * 1_000) }: Sender,
  request: Request,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Promise<OperatorAnswer<Value>> {
  let last: OperatorAnswer<Value> | undefined;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const { url, init } = await request();
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch(() => undefined);
    last = response && (await read(response));
    if (last?.ok === true || last?.isTransient === false) return last;
    const seconds = last?.retryAfterSeconds ?? 2 ** (tries - 2);
    if (seconds > MAX_WAIT_SECONDS || tries === MAX_TRIES) break;
    await wait(seconds);
  }
  if (last) return last;
  throw new OperatorsError("operators-unreachable", "The endpoint does not answer.");
}
