import { setTimeout as sleep } from "node:timers/promises";
import type * as v from "valibot";
import { type OperatorAnswer, readAnswer } from "./operator-answer.ts";
import { OperatorsError } from "./operators-error.ts";

/** How requests are sent; a test brings its own. */
export interface Sender {
  readonly fetch: typeof fetch;
  /** Default: waits that many seconds. */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

const MAX_TRIES = 8;
/** A wait that is longer is not sat out: a day's budget is spent, and whoever runs the command should know. */
const MAX_WAIT_SECONDS = 120;
const REQUEST_TIMEOUT_MS = 60_000;

type Request = () => Promise<{ readonly url: string; readonly init?: RequestInit }>;

/**
 * Sends until an answer comes that trying again can't better: after a lost connection, an operator that is away, or a
 * minute's budget that is spent. `request` is called for each try, as a signed message is good for one.
 *
 * @throws OperatorsError `operators-unreachable`, `not-an-operator`
 */
export function patientRequest<Schema extends v.GenericSchema>(
  schema: Schema,
  sender: Sender,
  request: Request,
): Promise<OperatorAnswer<v.InferOutput<Schema>>> {
  return patientResponse((response) => readAnswer(schema, response), sender, request);
}

/**
 * The same for an answer that `read` makes sense of.
 * @param timeoutMs - How long all of an answer may take.
 */
export async function patientResponse<Value>(
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
