import { randomBytes } from "node:crypto";
import { type ConnectorSigner, connectorSigner } from "@sedge/privacy/connector-key";
import {
  type Channel,
  type ConnectorEnvelope,
  type ConnectorMessage,
  Nonce,
  PROTOCOL_VERSION,
  SiteId,
} from "@sedge/protocol";
import * as v from "valibot";
import { EdgeClock } from "./edge-clock.ts";
import { OperatorsError } from "./operators-error.ts";
import { patientRequest, patientResponse, type Sender } from "./patient-request.ts";
import { type OperatorAnswer, readAnswer } from "./operator-answer.ts";

/** How long an answer that is read as it arrives may take. */
const STREAM_TIMEOUT_MS = 900_000;

/** Who speaks to which operators. */
export interface ConnectOptions extends Sender {
  /** The edge's URL; it passes what the aggregator has to check on to it. */
  readonly endpoint: string;
  readonly site: string;
  readonly channel: Channel;
  /** The connector's secret, 32 bytes, whose public key both operators have registered for the site and channel. */
  readonly connectorKey: Uint8Array;
  /** The aggregator's public key, where more is wanted than the edge's word for it. */
  readonly aggregatorKey?: string;
  /** Whether a clock that the edge finds off is an error, as where records are dated by it; default: it is put right. */
  readonly isOwnClockRight?: boolean;
}

type Request = Parameters<typeof patientRequest>[2];
type Head = "version" | "site" | "channel" | "nonce" | "issuedAt";
/** Of a connector's message what is not the same in each. */
export type Said = ConnectorMessage extends infer Message
  ? Message extends unknown
    ? Omit<Message, Head>
    : never
  : never;

/** A connector that signs what it says, each time as a new transmission. */
export class ConnectorVoice {
  readonly clock = new EdgeClock();
  readonly #options: ConnectOptions;
  readonly #signer: ConnectorSigner;

  private constructor(options: ConnectOptions, signer: ConnectorSigner) {
    this.#options = options;
    this.#signer = signer;
  }

  /** @throws RangeError for a secret that has not 32 bytes. */
  static async of(options: ConnectOptions): Promise<ConnectorVoice> {
    return new ConnectorVoice(options, await connectorSigner(options.connectorKey));
  }

  /** An address of the site at the edge. @param path - As the routes have it. */
  url(path: string): string {
    return this.#options.endpoint.replace(/\/$/, "") + path.replace(":site", this.#options.site);
  }

  async envelope(said: Said): Promise<ConnectorEnvelope> {
    const message = JSON.stringify({
      version: PROTOCOL_VERSION,
      site: v.parse(SiteId, this.#options.site),
      channel: this.#options.channel,
      nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
      issuedAt: this.clock.now(),
      ...said,
    });
    return { message, key: this.#signer.key, signature: await this.#signer.sign(message) };
  }

  /**
   * Sends with patience, and once more with the clock set right where the edge finds this machine's off.
   * @param request - Made again for each try.
   * @throws OperatorsError
   */
  ask<Schema extends v.GenericSchema>(schema: Schema, request: Request): Promise<v.InferOutput<Schema>> {
    return this.#clocked(() => patientRequest(schema, this.#options, request));
  }

  /** The same for an answer that is read as it arrives. @throws OperatorsError for a refusal; the stream may still break off */
  askStream(request: Request): Promise<AsyncIterable<Uint8Array>> {
    const read = async (response: Response): Promise<OperatorAnswer<AsyncIterable<Uint8Array>>> =>
      response.ok && response.body ? { ok: true, value: response.body } : readAnswer(v.never(), response);
    return this.#clocked(() => patientResponse(read, this.#options, request, STREAM_TIMEOUT_MS));
  }

  async #clocked<Value>(send: () => Promise<OperatorAnswer<Value>>, isSecond = false): Promise<Value> {
    const answer = await send();
    if (answer.ok) return answer.value;
    const { code, title, now } = answer.problem;
    if (now === undefined || isSecond || this.#options.isOwnClockRight) throw new OperatorsError(code, title, now);
    this.clock.correct(now);
    return this.#clocked(send, true);
  }
}

/** A request with a body of JSON. */
export function posted(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
