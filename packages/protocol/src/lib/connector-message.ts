import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { Channel } from "./channel.ts";
import { PolicyVersion } from "./consent-receipt.ts";
import { MAX_CONNECTOR_MESSAGE_CHARS } from "./limits.ts";
import { LinkToken } from "./link-token.ts";
import { KeyEpoch } from "./manifest.ts";
import { ConnectorElements } from "./prf-evaluation.ts";
import { Nonce } from "./signed-message.ts";
import { SiteId } from "./site-id.ts";
import { RequestVersion } from "./version.ts";

/** Names the system of another channel to both operators: its Ed25519 public key, 32 bytes. */
export const ConnectorKey = v.pipe(base64url(32), v.brand("ConnectorKey"));
export type ConnectorKey = v.InferOutput<typeof ConnectorKey>;

/** What every message of a connector begins with. */
const head = {
  version: RequestVersion,
  site: SiteId,
  /** The channel that the key is registered for. */
  channel: Channel,
  /** Names one transmission; a repeat is refused. */
  nonce: Nonce,
  /** Seconds since 1970 by the connector's clock, within 300 of the operators'. */
  issuedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
};

/** Evaluates a batch of blinded terms or identifiers, all of people who agreed to be linked. */
const EvaluateMessage = v.strictObject({
  ...head,
  action: v.literal("evaluate"),
  /** What the channel states with its signature: each person behind the batch agreed to be linked, under this text. */
  consent: v.strictObject({ purpose: v.literal("link"), policyVersion: PolicyVersion }),
  body: v.strictObject({ epoch: KeyEpoch, blinded: ConnectorElements }),
});

/** Hands over messages of link tokens; `digest` is SHA-256 of their texts in order, as `deliveryText` writes them. */
const DeliverMessage = v.strictObject({
  ...head,
  action: v.literal("deliver"),
  body: v.strictObject({ digest: base64url(32) }),
});

/** Asks for the cluster of one person, by a token that the channel itself has registered. */
const ReadMessage = v.strictObject({ ...head, action: v.literal("read"), body: v.strictObject({ token: LinkToken }) });

/** Requests the clusters of everyone whom the channel has registered, after the last token of an earlier export. */
const ExportClustersMessage = v.strictObject({
  ...head,
  action: v.literal("export-clusters"),
  body: v.strictObject({ after: v.nullable(LinkToken) }),
});

/** What a connector signs: the UTF-8 bytes of `envelope.message`, which parse to this. */
export const ConnectorMessage = v.variant("action", [
  EvaluateMessage,
  DeliverMessage,
  ReadMessage,
  ExportClustersMessage,
]);
export type ConnectorMessage = v.InferOutput<typeof ConnectorMessage>;
export type ConnectorAction = ConnectorMessage["action"];

/**
 * Connector to both operators: a message as the exact string that was signed, and the Ed25519 signature (RFC 8032). The
 * edge passes an evaluation on as it is, so that the aggregator, too, knows that a connector asked and not the edge in its name.
 */
export const ConnectorEnvelope = v.strictObject({
  message: v.pipe(v.string(), v.maxLength(MAX_CONNECTOR_MESSAGE_CHARS)),
  key: ConnectorKey,
  signature: base64url(64),
});
export type ConnectorEnvelope = v.InferOutput<typeof ConnectorEnvelope>;

/** What the signature covers before the message; not the context of a link token's, so that neither is the other. */
export const CONNECTOR_SIGNATURE_CONTEXT = "sedge/v1/connector-message\n";

/** Header of a connector's request that has no body: the envelope's JSON in base64url. */
export const CONNECTOR_HEADER = "Sedge-Connector";
