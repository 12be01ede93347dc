import * as v from "valibot";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorsError } from "./operators-error.ts";
import { Problem, type ProblemCode } from "@sedge/protocol";

/** Codes of delivery items that failed temporarily at the edge. They say nothing about the item and can be retried. */
export const TRANSIENT_CODES: readonly ProblemCode[] = [
  "internal-error",
  "storage-unavailable",
  "profile-unavailable",
  "operators-disagree",
  "aggregator-unavailable",
  "rate-limited",
];

/** Largest response read, in bytes. A manifest has 1 KB; two shares of 512 elements have 48 KB. */
const MAX_ANSWER_BYTES = 131_072;

/** An operator's response: the requested value, or a refusal with the delay before the next attempt. */
export type OperatorAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** Whether the same request may succeed later. */
      readonly isTransient: boolean;
      /** In seconds; undefined if the operator states no delay. */
      readonly retryAfterSeconds: number | undefined;
    };

/**
 * Parses a response. @throws OperatorsError `not-an-operator` if it is neither the requested document nor a problem.
 */
export async function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  response: Response,
): Promise<OperatorAnswer<v.InferOutput<Schema>>> {
  const text = await response.text();
  const body = text.length > MAX_ANSWER_BYTES ? "" : text;
  if (response.ok) {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
    if (parsed.success) return { ok: true, value: parsed.output };
  } else {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), body);
    const seconds = Number(response.headers.get("retry-after"));
    const isTransient = response.status === 429 || response.status >= 500;
    if (parsed.success) {
      const retryAfterSeconds = seconds > 0 ? seconds : undefined;
      return { ok: false, problem: parsed.output, isTransient, retryAfterSeconds };
    }
  }
  throw new OperatorsError(
    "not-an-operator",
    `The endpoint responded with status ${response.status} and without a valid document.`,
  );
}

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
