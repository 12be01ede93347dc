import {
  boundedBody,
  MAX_CODEBOOK_BYTES,
  publishedCodebook,
  type PublishedCodebook,
  Refusal,
  writeLog,
} from "@sedge/operator";
import {
  type ConnectorEnvelope,
  ConnectorPrfShare,
  type Generation,
  GenerationReport,
  MAX_BODY_BYTES,
  MAX_CONNECTOR_BODY_BYTES,
  type ProblemCode,
  PrfPublicKey,
  PrfShare,
  type PrfShareRequest,
} from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { PairedOperator, RETRY_AFTER_SECONDS } from "./paired-operator.ts";
import type { EdgeEnv } from "./settings.ts";

/** How long hundreds of elements may take, in milliseconds. */
const CONNECTOR_TIMEOUT_MS = 20_000;

/**
 * Problems of the aggregator that pass on to the caller: they resolve themselves, or only the caller can resolve
 * them.
 */
const PASSED_ON: ReadonlySet<ProblemCode> = new Set([
  "key-epoch-changed",
  "unauthorised-connector",
  "connector-revoked",
  "scope-missing",
  "replayed-request",
  "unsupported-version",
]);

/** What the paired operator evaluates and publishes. */
export class Aggregator {
  readonly #paired: PairedOperator;

  constructor(env: EdgeEnv) {
    this.#paired = new PairedOperator(env);
  }

  /** Its PRF public key for a site and epoch; undefined if that has not begun there, or is retired. @throws {Refusal} `aggregator-unavailable` */
  async publicKey(site: string, epoch: number): Promise<PrfPublicKey["publicKey"] | undefined> {
    const response = await this.#paired.call(AGGREGATOR_ROUTES.prfKey.path.replace(":epoch", String(epoch)), site);
    if (response.status === 409) return undefined;
    const answer = await this.#paired.json(response, PrfPublicKey);
    if (answer.epoch !== epoch) throw this.#paired.refused();
    return answer.publicKey;
  }

  /** Its share of an evaluation. @throws {Refusal} `aggregator-unavailable`, `prf-budget-spent`, `key-epoch-changed` */
  async evaluate(site: string, request: PrfShareRequest): Promise<PrfShare> {
    const response = await this.#paired.post(AGGREGATOR_ROUTES.prf.path, site, request);
    return this.#share(response, PrfShare, request.blinded.length);
  }

  /**
   * Its share of a connector's batch, whose signature it checks itself.
   * @throws {Refusal} as `evaluate`, and `unauthorised-connector`, `connector-revoked` or `scope-missing` for a key that is valid at this operator alone
   */
  async evaluateForConnector(site: string, envelope: ConnectorEnvelope, elements: number): Promise<PrfShare> {
    const { path } = AGGREGATOR_ROUTES.connectorPrf;
    const response = await this.#paired.post(path, site, envelope, CONNECTOR_TIMEOUT_MS);
    return this.#share(response, ConnectorPrfShare, elements, MAX_CONNECTOR_BODY_BYTES);
  }

  /**
   * Its current codebook, undefined if that is the one with hash `known`.
   * @throws {Refusal} `aggregator-unavailable`, also for bytes that are no codebook or not what their ETag names
   */
  async codebook(site: string, known: string | undefined): Promise<PublishedCodebook | undefined> {
    const headers: Record<string, string> = known === undefined ? {} : { "if-none-match": `"${known}"` };
    const response = await this.#paired.call(AGGREGATOR_ROUTES.codebook.path, site, { headers });
    if (response.status === 304) return undefined;
    const bytes = response.ok ? await boundedBody(response, MAX_CODEBOOK_BYTES) : undefined;
    const codebook = bytes && (await publishedCodebook(bytes));
    if (!codebook || response.headers.get("etag") !== `"${codebook.sha256}"`) {
      writeLog({ event: "codebook-refused", site });
      throw Refusal.retryLater("aggregator-unavailable", RETRY_AFTER_SECONDS);
    }
    return codebook;
  }

  /** The report of a generation; undefined if there is none. @throws {Refusal} `aggregator-unavailable` */
  async generation(site: string, generation: Generation): Promise<GenerationReport | undefined> {
    const path = AGGREGATOR_ROUTES.generation.path.replace(":generation", String(generation));
    const response = await this.#paired.call(path, site);
    if ((await this.#paired.problem(response)) === "unknown-generation") return undefined;
    return this.#paired.json(response, GenerationReport, MAX_CODEBOOK_BYTES);
  }

  isHealthy(): Promise<boolean> {
    return this.#paired.isHealthy();
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
    const code = await this.#paired.problem(response);
    if (code !== undefined && PASSED_ON.has(code)) throw new Refusal(code);
    const share = await this.#paired.json(response, schema, maxBytes);
    if (share.evaluated.length !== elements) throw this.#paired.refused();
    return share;
  }
}
