import { randomBytes } from "node:crypto";
import { type ConnectorSigner } from "@sedge/privacy/connector-key";
import {
  type Channel,
  type ConnectorEnvelope,
  ConnectorMessage,
  Nonce,
  PROTOCOL_VERSION,
  type SiteId,
} from "@sedge/protocol";
import * as v from "valibot";
import { type Sender, patientRequest } from "../../operators/patient-request.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import { clockOff, keyRefused } from "./refused-connector.ts";
import { ledgeredFetch, type MessageKind } from "./ledgered-fetch.ts";
import type { Ledger } from "./wire-ledger.ts";

/** Whom a connector speaks to, and as whom. */
export interface Speaker extends Sender {
  /** The edge's URL, without a slash at its end. */
  readonly endpoint: string;
  readonly site: SiteId;
  readonly channel: Channel;
  readonly signer: ConnectorSigner;
  readonly ledger: Ledger;
}

/** What is said under a connector's key: an action, and what belongs to it. */
type Said = { readonly action: ConnectorMessage["action"] } & Readonly<Record<string, unknown>>;

/** What is sent with one transmission; made anew for each, as a signed message is good for one. */
export interface Transmission {
  readonly said: Said;
  /** The whole body, around the envelope; default: the envelope itself. */
  readonly around?: (envelope: ConnectorEnvelope) => object;
}

const REFUSALS: ReadonlySet<string> = new Set([
  "unauthorised-connector",
  "connector-revoked",
  "scope-missing",
  "wrong-channel",
]);

/**
 * Says something under the connector's key, with patience for a spent minute and for operators that are away.
 *
 * @throws CommandError `clock-off` or `key-refused`; OperatorsError for any other refusal.
 */
export async function signedRequest<Schema extends v.GenericSchema>(
  speaker: Speaker,
  { path, kind, response }: { readonly path: string; readonly kind: MessageKind; readonly response: Schema },
  transmission: () => Promise<Transmission>,
): Promise<v.InferOutput<Schema>> {
  const { endpoint, site, ledger } = speaker;
  const url = endpoint + path.replace(":site", site);
  const sender = { ...speaker, fetch: ledgeredFetch(speaker.fetch, ledger, kind) };
  const answer = await patientRequest(response, sender, async () => {
    const { said, around = (envelope) => envelope } = await transmission();
    const body = JSON.stringify(around(await envelopeOf(speaker, said)));
    return { url, init: { method: "POST", headers: { "content-type": "application/json" }, body } };
  });
  if (answer.ok) return answer.value;
  const { code, title, now } = answer.problem;
  if (code === "stale-request" && now !== undefined) throw clockOff(now - seconds());
  if (REFUSALS.has(code)) throw keyRefused(code, title);
  throw new OperatorsError(code, title);
}

async function envelopeOf({ site, channel, signer }: Speaker, said: Said): Promise<ConnectorEnvelope> {
  const message = JSON.stringify(
    v.parse(ConnectorMessage, {
      version: PROTOCOL_VERSION,
      site,
      channel,
      nonce: v.parse(Nonce, randomBytes(16).toString("base64url")),
      issuedAt: seconds(),
      ...said,
    }),
  );
  return { message, key: signer.key, signature: await signer.sign(message) };
}

/** Seconds since 1970 by this machine's clock. */
export function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}
