import {
  MAX_CODEBOOK_BYTES,
  MAX_SUMS_BYTES,
  publishedCodebook,
  type PublishedCodebook,
  publishedSums,
  type PublishedSums,
  Refusal,
  writeLog,
} from "@sedge/operator";
import {
  type ConnectorEnvelope,
  ConnectorOperatorShare,
  type Generation,
  GenerationReport,
  GenerationSignature,
  MAX_CONNECTOR_BODY_BYTES,
  OperatorShare,
  type ProblemCode,
  PrfPublicKey,
  type PrfShareRequest,
} from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { type PairedAnswer, type PairedHealth, PairedOperator, retryAfterOf, unavailable } from "./paired-operator.ts";
import type { EdgeEnv } from "./settings.ts";

/** Hundreds of elements take longer than one. */
const CONNECTOR_PATIENCE = 4;

/**
 * Problems of the aggregator that pass on to the caller: they resolve themselves, or only the caller can resolve
 * them.
 */
const PASSED_ON: ReadonlySet<ProblemCode> = new Set([
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
    if (this.#paired.problem(response)?.code === "key-epoch-changed") return undefined;
    const answer = this.#paired.json(response, PrfPublicKey);
    if (answer.epoch !== epoch) throw this.#paired.refused();
    return answer.publicKey;
  }

  /** Its share of an evaluation; undefined if it has no key of the epoch. @throws {Refusal} `aggregator-unavailable`, `prf-budget-spent` */
  async evaluate(site: string, request: PrfShareRequest): Promise<OperatorShare | undefined> {
    const response = await this.#paired.post(AGGREGATOR_ROUTES.prf.path, site, request);
    return this.#share(response, OperatorShare, request.blinded.length);
  }

  /**
   * Its share of a connector's batch, whose signature it checks itself.
   * @throws {Refusal} as `evaluate`; `unauthorised-connector`, `connector-revoked` or `scope-missing` for a key that is valid at this
   *   operator alone; `stale-request` with its time where the operators' clocks differ
   */
  async evaluateForConnector(
    site: string,
    envelope: ConnectorEnvelope,
    elements: number,
  ): Promise<OperatorShare | undefined> {
    const { path } = AGGREGATOR_ROUTES.connectorPrf;
    const limits = { patience: CONNECTOR_PATIENCE, maxBytes: MAX_CONNECTOR_BODY_BYTES };
    const response = await this.#paired.post(path, site, envelope, limits);
    return this.#share(response, ConnectorOperatorShare, elements);
  }

  /**
   * Its current codebook, undefined if that is the one with hash `known`.
   * @throws {Refusal} `aggregator-unavailable`, also for bytes that are no codebook or not what their ETag names
   */
  async codebook(site: string, known: string | undefined): Promise<PublishedCodebook | undefined> {
    const headers: Record<string, string> = known === undefined ? {} : { "if-none-match": `"${known}"` };
    const limits = { maxBytes: MAX_CODEBOOK_BYTES };
    const response = await this.#paired.call(AGGREGATOR_ROUTES.codebook.path, site, { headers }, limits);
    if (response.status === 304) return undefined;
    const codebook = response.ok && response.bytes ? await publishedCodebook(response.bytes) : undefined;
    if (!codebook || response.headers.get("etag") !== `"${codebook.sha256}"`) {
      writeLog({ event: "codebook-refused", site });
      throw unavailable();
    }
    return codebook;
  }

  /** A codebook of any generation, by its hash; undefined if it has none. @throws {Refusal} `aggregator-unavailable` */
  async codebookOf(site: string, sha256: string): Promise<PublishedCodebook | undefined> {
    const bytes = await this.#named(AGGREGATOR_ROUTES.codebookOf.path, site, sha256, MAX_CODEBOOK_BYTES);
    const codebook = bytes && (await publishedCodebook(bytes));
    return codebook?.sha256 === sha256 ? codebook : undefined;
  }

  /** The sums of a generation, by their hash; undefined if it has none. @throws {Refusal} `aggregator-unavailable` */
  async sums(site: string, sha256: string): Promise<PublishedSums | undefined> {
    const bytes = await this.#named(AGGREGATOR_ROUTES.sums.path, site, sha256, MAX_SUMS_BYTES);
    const sums = bytes && (await publishedSums(bytes));
    return sums?.sha256 === sha256 ? sums : undefined;
  }

  /** Its signature of a generation; undefined if no round has made that. @throws {Refusal} `aggregator-unavailable` */
  async generationSignature(site: string, generation: Generation): Promise<GenerationSignature | undefined> {
    const path = AGGREGATOR_ROUTES.generationSignature.path.replace(":generation", String(generation));
    const response = await this.#paired.call(path, site);
    if (this.#paired.problem(response)?.code === "unknown-generation") return undefined;
    return this.#paired.json(response, GenerationSignature);
  }

  /** The report of a generation; undefined if there is none. @throws {Refusal} `aggregator-unavailable` */
  async generation(site: string, generation: Generation): Promise<GenerationReport | undefined> {
    const path = AGGREGATOR_ROUTES.generation.path.replace(":generation", String(generation));
    const response = await this.#paired.call(path, site, {}, { maxBytes: MAX_CODEBOOK_BYTES });
    if (this.#paired.problem(response)?.code === "unknown-generation") return undefined;
    return this.#paired.json(response, GenerationReport);
  }

  /** @param now - Seconds since 1970. */
  health(now: number): Promise<PairedHealth> {
    return this.#paired.health(now);
  }

  /** Bytes that their hash names; undefined for a refusal that is not a failure. */
  async #named(path: string, site: string, sha256: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const response = await this.#paired.call(path.replace(":sha256", sha256), site, {}, { maxBytes });
    if (response.ok) return response.bytes;
    const code = this.#paired.problem(response)?.code;
    if (code === "unknown-sums" || code === "unknown-codebook" || code === "not-found") return undefined;
    throw this.#paired.refused(response);
  }

  #share(
    response: PairedAnswer,
    schema: typeof OperatorShare | typeof ConnectorOperatorShare,
    elements: number,
  ): OperatorShare | undefined {
    if (response.status === 429) throw Refusal.retryLater("prf-budget-spent", retryAfterOf(response));
    const problem = this.#paired.problem(response);
    if (problem?.code === "key-epoch-changed") return undefined;
    if (problem?.code === "stale-request") {
      // This operator has just found the same message fresh.
      writeLog({ event: "operator-clocks-differ" });
      throw new Refusal("stale-request", problem.now === undefined ? {} : { now: problem.now });
    }
    if (problem && PASSED_ON.has(problem.code)) throw new Refusal(problem.code);
    const share = this.#paired.json(response, schema);
    if (share.evaluated.length !== elements) throw this.#paired.refused();
    return share;
  }
}
