import { randomBytes } from "node:crypto";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { type ConnectorSigner, connectorSigner } from "@sedge/privacy/connector-key";
import type { PublishedShare } from "@sedge/privacy/prf";
import {
  type Channel,
  type ConnectorMessage,
  ConnectorPrfResponse,
  type EpochKeys,
  Manifest,
  MAX_CONNECTOR_ELEMENTS,
  Nonce,
  PROTOCOL_VERSION,
} from "@sedge/protocol";
import { CONNECTOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import type { Operators } from "../prf/operators.ts";
import { OperatorsError } from "./operators-error.ts";
import { patientRequest, type Sender } from "./patient-request.ts";

/** Who asks which operators. */
export interface ConnectOptions extends Sender {
  /** The edge's URL; it passes what is signed on to the aggregator. */
  readonly endpoint: string;
  readonly site: string;
  readonly channel: Channel;
  /** The connector's secret, 32 bytes, whose public key both operators have registered for the site and channel. */
  readonly connectorKey: Uint8Array;
  /** The aggregator's public key, where more is wanted than the edge's word for it. */
  readonly aggregatorKey?: string;
}

/** Both operators of a running pair. `previous`: while keys rotate, the same for the epoch before. */
export interface ConnectedOperators extends Operators {
  readonly policyVersion: string;
  readonly previous?: Operators;
}

/** Seconds by the edge's clock, as far as it has said how far this one is off. */
class Clock {
  #offset = 0;

  now(): number {
    return Math.floor(Date.now() / 1_000) + this.#offset;
  }

  correct(now: number): void {
    this.#offset += now - this.now();
  }
}

/**
 * Reads the site's manifest, and gives both operators as an owner of records asks them: batches of up to 512 elements,
 * each signed with the connector's key, with patience for a spent minute and for an operator that is away.
 *
 * @throws OperatorsError; RangeError for a secret that has not 32 bytes.
 */
export async function connectPrf(options: ConnectOptions): Promise<ConnectedOperators> {
  const signer = await connectorSigner(options.connectorKey);
  const manifest = await readManifest(options);
  const { previous, ...current } = manifest.prf;
  const pinned = options.aggregatorKey;
  if (pinned !== undefined && current.aggregatorKey !== pinned) {
    throw new OperatorsError("aggregator-key-mismatch", "The manifest names another aggregator than the pinned one.");
  }
  const clock = new Clock();
  const operators = (keys: EpochKeys): Operators => ({
    site: manifest.site,
    epoch: keys.epoch,
    maxElements: MAX_CONNECTOR_ELEMENTS,
    evaluate: (blinded) => evaluate(options, { signer, manifest, keys, clock }, blinded),
  });
  return {
    ...operators(current),
    policyVersion: manifest.policyVersion,
    ...(previous && { previous: operators(previous) }),
  };
}

function urlOf({ endpoint, site }: ConnectOptions, path: string): string {
  return endpoint.replace(/\/$/, "") + path.replace(":site", site);
}

async function readManifest(options: ConnectOptions): Promise<Manifest> {
  const url = urlOf(options, EDGE_ROUTES.manifest.path);
  const answer = await patientRequest(Manifest, options, async () => ({ url }));
  if (!answer.ok) throw new OperatorsError(answer.problem.code, answer.problem.title);
  return answer.value;
}

interface Connection {
  readonly signer: ConnectorSigner;
  readonly manifest: Manifest;
  readonly keys: EpochKeys;
  readonly clock: Clock;
}

async function evaluate(
  options: ConnectOptions,
  connection: Connection,
  blinded: readonly Uint8Array[],
  isSecond = false,
): Promise<PublishedShare[]> {
  const { signer, manifest, keys, clock } = connection;
  const url = urlOf(options, CONNECTOR_ROUTES.connectorPrf.path);
  const elements = blinded.map(toBase64url);
  const answer = await patientRequest(ConnectorPrfResponse, options, async () => {
    const said: ConnectorMessage = {
      version: PROTOCOL_VERSION,
      site: manifest.site,
      channel: options.channel,
      nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
      issuedAt: clock.now(),
      action: "evaluate",
      consent: { purpose: "link", policyVersion: manifest.policyVersion },
      body: { epoch: keys.epoch, blinded: elements },
    };
    const message = JSON.stringify(said);
    const body = JSON.stringify({ message, key: signer.key, signature: await signer.sign(message) });
    return { url, init: { method: "POST", headers: { "content-type": "application/json" }, body } };
  });
  if (answer.ok) {
    const { edge, aggregator } = answer.value;
    return [published(keys.edgeKey, edge), published(keys.aggregatorKey, aggregator)];
  }
  const { code, title, now } = answer.problem;
  if (now !== undefined && !isSecond) {
    clock.correct(now);
    return evaluate(options, connection, blinded, true);
  }
  throw new OperatorsError(code, title);
}

function published(publicKey: string, share: ConnectorPrfResponse["edge"]): PublishedShare {
  return {
    publicKey: fromBase64url(publicKey),
    evaluated: share.evaluated.map(fromBase64url),
    proof: fromBase64url(share.proof),
  };
}
