import {
  boundedBody,
  MAX_CODEBOOK_BYTES,
  publishedCodebook,
  type PublishedCodebook,
  Refusal,
  utf8Text,
  writeLog,
} from "@sedge/operator";
import {
  type ConnectorEnvelope,
  ConnectorPrfShare,
  MAX_BODY_BYTES,
  MAX_CONNECTOR_BODY_BYTES,
  PrfPublicKey,
  PrfShare,
  type PrfShareRequest,
} from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import type { EdgeEnv } from "./settings.ts";
import { settingsOf } from "./settings.ts";

/** How long the second operator may take, in milliseconds; a multiplication takes it about one. */
const TIMEOUT_MS = 5_000;
/** The same for hundreds of elements. */
const CONNECTOR_TIMEOUT_MS = 20_000;
const HEALTH_TIMEOUT_MS = 2_000;
/** What a device is told to wait when the second operator does not answer. */
const RETRY_AFTER_SECONDS = 30;

/** A request whose headers are a plain record. */
type PlainRequestInit = Omit<RequestInit, "headers"> & { readonly headers?: Readonly<Record<string, string>> };

/** Refusals of the aggregator that mend themselves, or that only whoever asked can mend. */
const PassedOn = v.object({ code: v.picklist(["key-epoch-changed", "unauthorised-connector", "replayed-request"]) });

/** The paired operator, over a service binding where both run in one account, else over the network. */
export class Aggregator {
  readonly #env: EdgeEnv;

  constructor(env: EdgeEnv) {
    this.#env = env;
  }

  /** Its PRF public key for a site and epoch; undefined if that has not begun there, or is retired. @throws {Refusal} `aggregator-unavailable` */
  async publicKey(site: string, epoch: number): Promise<PrfPublicKey["publicKey"] | undefined> {
    const response = await this.#call(AGGREGATOR_ROUTES.prfKey.path.replace(":epoch", String(epoch)), site);
    if (response.status === 409) return undefined;
    const answer = await this.#json(response, PrfPublicKey);
    if (answer.epoch !== epoch) throw this.#refused();
    return answer.publicKey;
  }

  /** Its share of an evaluation. @throws {Refusal} `aggregator-unavailable`, `prf-budget-spent`, `key-epoch-changed` */
  async evaluate(site: string, request: PrfShareRequest): Promise<PrfShare> {
    const response = await this.#call(AGGREGATOR_ROUTES.prf.path, site, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    return this.#share(response, PrfShare, request.blinded.length);
  }

  /**
   * Its share of a connector's batch, whose signature it checks itself.
   * @throws {Refusal} as `evaluate`, and `unauthorised-connector` for a key that is registered at this operator alone
   */
  async evaluateForConnector(site: string, envelope: ConnectorEnvelope, elements: number): Promise<PrfShare> {
    const response = await this.#call(AGGREGATOR_ROUTES.connectorPrf.path, site, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(envelope),
      signal: AbortSignal.timeout(CONNECTOR_TIMEOUT_MS),
    });
    return this.#share(response, ConnectorPrfShare, elements, MAX_CONNECTOR_BODY_BYTES);
  }

  /**
   * Its current codebook, undefined if that is the one with hash `known`.
   * @throws {Refusal} `aggregator-unavailable`, also for bytes that are no codebook or not what their ETag names
   */
  async codebook(site: string, known: string | undefined): Promise<PublishedCodebook | undefined> {
    const headers: Record<string, string> = known === undefined ? {} : { "if-none-match": `"${known}"` };
    const response = await this.#call(AGGREGATOR_ROUTES.codebook.path, site, { headers });
    if (response.status === 304) return undefined;
    const bytes = response.ok ? await boundedBody(response, MAX_CODEBOOK_BYTES) : undefined;
    const codebook = bytes && (await publishedCodebook(bytes));
    if (!codebook || response.headers.get("etag") !== `"${codebook.sha256}"`) {
      writeLog({ event: "codebook-refused", site });
      throw Refusal.retryLater("aggregator-unavailable", RETRY_AFTER_SECONDS);
    }
    return codebook;
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

  async #call(path: string, site: string, init: PlainRequestInit = {}): Promise<Response> {
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

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const { AGGREGATOR } = this.#env;
    // Never follows a redirect: the operator key goes to the paired operator alone.
    const safe: RequestInit = { ...init, redirect: "manual" };
    if (AGGREGATOR) return AGGREGATOR.fetch(`https://aggregator.internal${path}`, safe);
    return fetch(`${settingsOf(this.#env).AGGREGATOR_URL?.replace(/\/$/, "")}${path}`, safe);
  }

  async #share(
    response: Response,
    schema: typeof PrfShare | typeof ConnectorPrfShare,
    elements: number,
    maxBytes = MAX_BODY_BYTES,
  ): Promise<PrfShare> {
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after")) || RETRY_AFTER_SECONDS;
      throw Refusal.retryLater("prf-budget-spent", seconds);
    }
    if (!response.ok) {
      const code = await this.#passedOn(response);
      if (code) throw new Refusal(code);
    }
    const share = await this.#json(response, schema, maxBytes);
    if (share.evaluated.length !== elements) throw this.#refused();
    return share;
  }

  /** The refusal's code, if it is one that concerns who asked and not this operator. */
  async #passedOn(response: Response): Promise<v.InferOutput<typeof PassedOn>["code"] | undefined> {
    const bytes = await boundedBody(response.clone(), MAX_BODY_BYTES);
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PassedOn), bytes && utf8Text(bytes));
    return parsed.success ? parsed.output.code : undefined;
  }

  async #json<Schema extends v.GenericSchema>(
    response: Response,
    schema: Schema,
    maxBytes = MAX_BODY_BYTES,
  ): Promise<v.InferOutput<Schema>> {
    const bytes = response.ok ? await boundedBody(response, maxBytes) : undefined;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), bytes && utf8Text(bytes));
    if (!parsed.success) throw this.#refused(response.status);
    return parsed.output;
  }

  #refused(status?: number): Refusal {
    writeLog({ event: "aggregator-answer-refused", ...(status === undefined ? {} : { status }) });
    return Refusal.retryLater("aggregator-unavailable", RETRY_AFTER_SECONDS);
  }
}
