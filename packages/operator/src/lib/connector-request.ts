import { fromBase64url } from "@sedge/privacy/base64url";
import { verifyConnectorMessage } from "@sedge/privacy/connector-key";
import {
  CONNECTOR_HEADER,
  type ConnectorAction,
  ConnectorEnvelope,
  ConnectorMessage,
  MAX_CONNECTOR_BODY_BYTES,
  MAX_CONNECTOR_HEADER_CHARS,
} from "@sedge/protocol";
import { utf8Text } from "./bounded-body.ts";
import { parseJson, readJson } from "./json-body.ts";
import { Refusal } from "./refusal.ts";
import { checkClock, messageOf } from "./signed-text.ts";

type MessageOf<Action extends ConnectorAction> = Extract<ConnectorMessage, { action: Action }>;

/** A message with a valid and fresh signature for this site and action. Whether its key is registered is not checked yet. */
export interface ConnectorRequest<Action extends ConnectorAction> {
  /** As received, so that the other operator can check it itself. */
  readonly envelope: ConnectorEnvelope;
  readonly message: MessageOf<Action>;
}

function isAction<Action extends ConnectorAction>(
  message: ConnectorMessage,
  action: Action,
): message is MessageOf<Action> {
  return message.action === action;
}

/**
 * Checks a connector's envelope: signature, version, site, action, clock. The keeper checks the nonce.
 * @param now - Seconds since 1970.
 * @throws {Refusal} `bad-signature`, `unsupported-version`, `malformed-request`, `stale-request` with this operator's time
 */
export async function checkConnector<Action extends ConnectorAction>(
  envelope: ConnectorEnvelope,
  action: Action,
  site: string,
  now: number,
): Promise<ConnectorRequest<Action>> {
  const { key, message: text, signature } = envelope;
  if (!(await verifyConnectorMessage(key, text, signature))) throw new Refusal("bad-signature");
  const message = messageOf(ConnectorMessage, text, site);
  if (!isAction(message, action)) throw new Refusal("malformed-request", { errors: ["action"] });
  checkClock(message.issuedAt, now);
  return { envelope, message };
}

/** Reads a connector's request from its body. @throws {Refusal} the refusals of a body, and those of {@link checkConnector} */
export async function readConnector<Action extends ConnectorAction>(
  request: Request,
  action: Action,
  site: string,
  now: number,
): Promise<ConnectorRequest<Action>> {
  return checkConnector(await readJson(request, ConnectorEnvelope, MAX_CONNECTOR_BODY_BYTES), action, site, now);
}

/** Reads a connector's request from its header, where it has no body. @throws {Refusal} those of {@link checkConnector} */
export async function readConnectorHeader<Action extends ConnectorAction>(
  request: Request,
  action: Action,
  site: string,
  now: number,
): Promise<ConnectorRequest<Action>> {
  const header = request.headers.get(CONNECTOR_HEADER) ?? "";
  const text = header.length > MAX_CONNECTOR_HEADER_CHARS ? undefined : headerText(header);
  if (text === undefined) throw new Refusal("malformed-request", { errors: [CONNECTOR_HEADER] });
  return checkConnector(parseJson(ConnectorEnvelope, text), action, site, now);
}

function headerText(header: string): string | undefined {
  try {
    return utf8Text(fromBase64url(header));
  } catch {
    return undefined;
  }
}
