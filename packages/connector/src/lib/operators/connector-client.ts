import * as v from "valibot";
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
import { OperatorsError } from "./operators-error.ts";
import {
  requestWithRetries,
  responseWithRetries,
  type Sender,
  type OperatorAnswer,
  readAnswer,
} from "./request-with-retries.ts";

/** The edge's time in seconds since 1970, from this machine's clock and the last offset that the edge reported. */
class EdgeClock {
  #offset = 0;

  now(): number {
    return Math.floor(Date.now() / 1_000) + this.#offset;
  }

  /** How many seconds this machine's clock is behind the edge's; negative if ahead. */
  get offsetSeconds(): number {
    return this.#offset;
  }

  /** @param now - The time that the edge reported. */
  correct(now: number): void {
    this.#offset += now - this.now();
  }
}

/** Longest duration of a streamed response. */
const STREAM_TIMEOUT_MS = 900_000;

/** The connector and the operators that it calls. */
export interface ConnectOptions extends Sender {
  /** The edge's URL. The edge forwards to the aggregator what the aggregator must verify. */
  readonly endpoint: string;
  readonly site: string;
  readonly channel: Channel;
  /** The connector's secret, 32 bytes. Both operators have registered its public key for the site and channel. */
  readonly connectorKey: Uint8Array;
  /** The aggregator's public key, to verify the edge's manifest against. */
  readonly aggregatorKey?: string;
  /** Whether a wrong clock is an error, because records are dated by it. Default: the client corrects for it. */
  readonly isOwnClockRight?: boolean;
}

type Request = Parameters<typeof requestWithRetries>[2];
type Head = "version" | "site" | "channel" | "nonce" | "issuedAt";
/** The part of a connector's message that differs between messages. */
export type MessageContent = ConnectorMessage extends infer Message
  ? Message extends unknown
    ? Omit<Message, Head>
    : never
  : never;

/** A client that signs each request with the connector's key. Every attempt is a new transmission. */
export class ConnectorClient {
  readonly clock = new EdgeClock();
  readonly #options: ConnectOptions;
  readonly #signer: ConnectorSigner;

  private constructor(options: ConnectOptions, signer: ConnectorSigner) {
    this.#options = options;
    this.#signer = signer;
  }

  /** @throws RangeError if the secret is not 32 bytes long. */
  static async of(options: ConnectOptions): Promise<ConnectorClient> {
    return new ConnectorClient(options, await connectorSigner(options.connectorKey));
  }

  /** A URL of the site at the edge. @param path - A route's path. */
  url(path: string): string {
    return this.#options.endpoint.replace(/\/$/, "") + path.replace(":site", this.#options.site);
  }

  async envelope(content: MessageContent): Promise<ConnectorEnvelope> {
    const message = JSON.stringify({
      version: PROTOCOL_VERSION,
      site: v.parse(SiteId, this.#options.site),
      channel: this.#options.channel,
      nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
      issuedAt: this.clock.now(),
      ...content,
    });
    return { message, key: this.#signer.key, signature: await this.#signer.sign(message) };
  }

  /**
   * Sends a request with retries. If the edge reports a wrong clock, corrects it and sends once more.
   * @param request - Called for each attempt.
   * @throws OperatorsError
   */
  ask<Schema extends v.GenericSchema>(schema: Schema, request: Request): Promise<v.InferOutput<Schema>> {
    return this.#clocked(() => requestWithRetries(schema, this.#options, request));
  }

  /** The same for a streamed response. @throws OperatorsError for a refusal; the stream may still break off. */
  askStream(request: Request): Promise<AsyncIterable<Uint8Array>> {
    const read = async (response: Response): Promise<OperatorAnswer<AsyncIterable<Uint8Array>>> =>
      response.ok && response.body ? { ok: true, value: response.body } : readAnswer(v.never(), response);
    return this.#clocked(() => responseWithRetries(read, this.#options, request, STREAM_TIMEOUT_MS));
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

/** A POST request with a JSON body. */
export function posted(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
