import { boundedBody, Refusal, utf8Text, writeLog } from "@sedge/operator";
import { MAX_BODY_BYTES, ProblemCode } from "@sedge/protocol";
import * as v from "valibot";
import type { EdgeEnv } from "./settings.ts";
import { settingsOf } from "./settings.ts";

/** How long a device must wait when the second operator does not answer. */
const RETRY_AFTER_SECONDS = 30;
/** A difference of the operators' clocks that is reported, in seconds. From five minutes on signed requests are refused. */
const REPORTED_SKEW_SECONDS = 60;

/** A request whose headers are a plain record. */
interface PlainRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How much is waited for, and read. */
export interface AnswerLimits {
  /** Times the deployment's `AGGREGATOR_TIMEOUT_MS`. A multiplication takes the second operator about a millisecond. */
  readonly patience?: number;
  readonly maxBytes?: number;
}

/** An answer that came in full, within the limits of time and size. */
export interface PairedAnswer {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  /** Undefined if there were more bytes than allowed. */
  readonly bytes: Uint8Array | undefined;
}

const ProblemBody = v.object({ code: ProblemCode, now: v.optional(v.number()) });
/** What the second operator's refusal says. */
export type PairedProblem = v.InferOutput<typeof ProblemBody>;

const HealthBody = v.object({ now: v.optional(v.number()) });
export type PairedHealth = "ok" | "unavailable" | "clock-differs";

/** The way to the paired operator, over a service binding where both run in one account, else over the network. */
export class PairedOperator {
  readonly #env: EdgeEnv;

  constructor(env: EdgeEnv) {
    this.#env = env;
  }

  /** Its answer, of any status, read to the end. @throws {Refusal} `aggregator-unavailable` if there is none in time */
  async call(path: string, site: string, init: PlainRequest = {}, limits: AnswerLimits = {}): Promise<PairedAnswer> {
    const { OPERATOR_KEY, AGGREGATOR_TIMEOUT_MS } = settingsOf(this.#env);
    const { patience = 1, maxBytes = MAX_BODY_BYTES } = limits;
    const headers = { ...init.headers, authorization: `Bearer ${OPERATOR_KEY}` };
    try {
      return await within(AGGREGATOR_TIMEOUT_MS * patience, (signal) =>
        this.#read(path.replace(":site", site), { ...init, headers, signal }, maxBytes),
      );
    } catch {
      writeLog({ event: "aggregator-unavailable", site });
      throw unavailable();
    }
  }

  /** The same for a body of JSON. */
  post(path: string, site: string, body: unknown, limits?: AnswerLimits): Promise<PairedAnswer> {
    const headers = { "content-type": "application/json" };
    return this.call(path, site, { method: "POST", headers, body: JSON.stringify(body) }, limits);
  }

  /** Whether it answers, and whether its clock is this operator's. @param now - Seconds since 1970. */
  async health(now: number): Promise<PairedHealth> {
    try {
      const { AGGREGATOR_TIMEOUT_MS } = settingsOf(this.#env);
      const answer = await within(AGGREGATOR_TIMEOUT_MS / 2, (signal) =>
        this.#read("/healthz", { signal }, MAX_BODY_BYTES),
      );
      const health = answer.ok ? parsed(answer, HealthBody) : undefined;
      if (!health) return "unavailable";
      return Math.abs((health.now ?? now) - now) > REPORTED_SKEW_SECONDS ? "clock-differs" : "ok";
    } catch {
      return "unavailable";
    }
  }

  /** The parsed body. @throws {Refusal} `aggregator-unavailable` for a problem or a malformed body */
  json<Schema extends v.GenericSchema>(answer: PairedAnswer, schema: Schema): v.InferOutput<Schema> {
    const found = answer.ok ? parsed(answer, schema) : undefined;
    if (found === undefined) throw this.refused(answer);
    return found;
  }

  /** What a refusal says; undefined for any other answer. */
  problem(answer: PairedAnswer): PairedProblem | undefined {
    return answer.ok ? undefined : parsed(answer, ProblemBody);
  }

  /** The refusal for an answer that is not as it must be. The log has its cause. */
  refused(answer?: PairedAnswer): Refusal {
    const code = answer && this.problem(answer)?.code;
    writeLog({
      event: "aggregator-answer-refused",
      ...(answer && { status: answer.status }),
      ...(code !== undefined && { problem: code }),
    });
    return unavailable();
  }

  async #read(path: string, init: RequestInit, maxBytes: number): Promise<PairedAnswer> {
    const response = await this.#fetch(path, init);
    const { status, ok, headers } = response;
    return { status, ok, headers, bytes: await boundedBody(response, maxBytes) };
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const { AGGREGATOR } = this.#env;
    // Never follows a redirect: the operator key goes to the paired operator alone.
    const safe: RequestInit = { ...init, redirect: "manual" };
    if (AGGREGATOR) return AGGREGATOR.fetch(`https://aggregator.internal${path}`, safe);
    return fetch(`${settingsOf(this.#env).AGGREGATOR_URL?.replace(/\/$/, "")}${path}`, safe);
  }
}

/** That the second operator does not answer as it must. Devices wait and try again. */
export function unavailable(): Refusal {
  return Refusal.retryLater("aggregator-unavailable", RETRY_AFTER_SECONDS);
}

/** The wait that an answer asks for, in seconds. Undefined if it is no whole number, or absurdly long. */
export function retryAfterOf({ headers }: PairedAnswer): number {
  const text = headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : RETRY_AFTER_SECONDS;
}

function parsed<Schema extends v.GenericSchema>(
  { bytes }: PairedAnswer,
  schema: Schema,
): v.InferOutput<Schema> | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), bytes && utf8Text(bytes));
  return result.success ? result.output : undefined;
}

/** Ends `work`, and the wait for it, after that many milliseconds. A body that comes drop by drop is part of the work. */
async function within<Result>(milliseconds: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const signal = AbortSignal.timeout(milliseconds);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("the second operator took too long")));
  });
  return Promise.race([work(signal), late]);
}
