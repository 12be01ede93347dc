import { boundedBody, Refusal, utf8Text, writeLog } from "@sedge/operator";
import { MAX_BODY_BYTES, ProblemCode } from "@sedge/protocol";
import * as v from "valibot";
import type { EdgeEnv } from "./settings.ts";
import { settingsOf } from "./settings.ts";

/** How long the second operator may take, in milliseconds; a multiplication takes it about one. */
const TIMEOUT_MS = 5_000;
const HEALTH_TIMEOUT_MS = 2_000;
/** How long a device must wait when the second operator does not answer. */
export const RETRY_AFTER_SECONDS = 30;

/** A request whose headers are a plain record. */
type PlainRequestInit = Omit<RequestInit, "headers"> & { readonly headers?: Readonly<Record<string, string>> };

const ProblemBody = v.object({ code: ProblemCode });

/** The way to the paired operator, over a service binding where both run in one account, else over the network. */
export class PairedOperator {
  readonly #env: EdgeEnv;

  constructor(env: EdgeEnv) {
    this.#env = env;
  }

  /** Its response, of any status. @throws {Refusal} `aggregator-unavailable` if there is none */
  async call(path: string, site: string, init: PlainRequestInit = {}): Promise<Response> {
    const authorization = `Bearer ${settingsOf(this.#env).OPERATOR_KEY}`;
    try {
      return await this.#fetch(path.replace(":site", site), {
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...init,
        headers: { ...init.headers, authorization },
      });
    } catch {
      writeLog({ event: "aggregator-unavailable", site });
      throw Refusal.retryLater("aggregator-unavailable", RETRY_AFTER_SECONDS);
    }
  }

  /** The same for a body of JSON. @param timeoutMs - How long it may take. */
  post(path: string, site: string, body: unknown, timeoutMs = TIMEOUT_MS): Promise<Response> {
    return this.call(path, site, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  async isHealthy(): Promise<boolean> {
    try {
      const response = await this.#fetch("/healthz", { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  /** The parsed body. @throws {Refusal} `aggregator-unavailable` for a problem or a malformed body */
  async json<Schema extends v.GenericSchema>(
    response: Response,
    schema: Schema,
    maxBytes = MAX_BODY_BYTES,
  ): Promise<v.InferOutput<Schema>> {
    const bytes = response.ok ? await boundedBody(response, maxBytes) : undefined;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), bytes && utf8Text(bytes));
    if (!parsed.success) throw this.refused(response.status);
    return parsed.output;
  }

  /** The code of a refusal; undefined for any other answer. The answer can still be read. */
  async problem(response: Response): Promise<ProblemCode | undefined> {
    if (response.ok) return undefined;
    const bytes = await boundedBody(response.clone(), MAX_BODY_BYTES);
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ProblemBody), bytes && utf8Text(bytes));
    return parsed.success ? parsed.output.code : undefined;
  }

  refused(status?: number): Refusal {
    writeLog({ event: "aggregator-answer-refused", ...(status === undefined ? {} : { status }) });
    return Refusal.retryLater("aggregator-unavailable", RETRY_AFTER_SECONDS);
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const { AGGREGATOR } = this.#env;
    // Never follows a redirect: the operator key goes to the paired operator alone.
    const safe: RequestInit = { ...init, redirect: "manual" };
    if (AGGREGATOR) return AGGREGATOR.fetch(`https://aggregator.internal${path}`, safe);
    return fetch(`${settingsOf(this.#env).AGGREGATOR_URL?.replace(/\/$/, "")}${path}`, safe);
  }
}
