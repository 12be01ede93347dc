import { createHash } from "node:crypto";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { connectorSigner } from "@sedge/privacy/connector-key";
import type { PublishedShare } from "@sedge/privacy/prf";
import {
  Codebook,
  ConnectorPrfResponse,
  type DeliveredEnvelope,
  type DeliveryOutcome,
  DeliveryOutcomes,
  deliveryText,
  type EpochKeys,
  Manifest,
  MAX_CONNECTOR_ELEMENTS,
} from "@sedge/protocol";
import { CONNECTOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import type { ConnectOptions } from "../../operators/connector-voice.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import { patientRequest } from "../../operators/patient-request.ts";
import type { Operators } from "../../prf/operators.ts";
import { ledgeredFetch, type MessageKind, PUBLIC_FILE } from "./ledgered-fetch.ts";
import { signedRequest, type Speaker } from "./signed-request.ts";
import type { Ledger } from "./wire-ledger.ts";

/** Blinded elements are row 1, whoever asks. */
const EVALUATION: MessageKind = { rows: ["blinded-identifier"], purpose: "link" };
/** What a push delivers: tokens with signatures, codewords, receipts. */
const DELIVERY: MessageKind = { rows: ["link-token", "codeword", "consent-receipt"], purpose: "link" };
/** Largest codebook that is read, in bytes; see MAX_CODEBOOK_CELLS. */
const MAX_CODEBOOK_BYTES = 4_194_304;

/** A site's operators, as a push needs them. */
export interface Connection {
  readonly manifest: Manifest;
  readonly codebook: Codebook;
  readonly operators: Operators;
  readonly deliver: (items: () => Promise<readonly DeliveredEnvelope[]>) => Promise<readonly DeliveryOutcome[]>;
}

/**
 * Reads a site's public files, and speaks to its operators under the connector's key. All that leaves goes into the ledger.
 *
 * @throws OperatorsError; RangeError for a secret that has not 32 bytes.
 */
export async function connect(options: ConnectOptions, ledger: Ledger): Promise<Connection> {
  const endpoint = options.endpoint.replace(/\/$/, "");
  const publicFetch = ledgeredFetch(options.fetch, ledger, PUBLIC_FILE);
  const manifest = await readManifest({ ...options, endpoint, fetch: publicFetch });
  const speaker: Speaker = {
    ...options,
    endpoint,
    site: manifest.site,
    signer: await connectorSigner(options.connectorKey),
    ledger,
  };
  return {
    manifest,
    codebook: await readCodebook(`${endpoint}${EDGE_ROUTES.codebook.path}`, manifest, publicFetch),
    operators: {
      site: manifest.site,
      epoch: manifest.prf.epoch,
      maxElements: MAX_CONNECTOR_ELEMENTS,
      evaluate: (blinded) => evaluate(speaker, manifest.policyVersion, manifest.prf, blinded),
    },
    deliver: async (items) => {
      const { path } = CONNECTOR_ROUTES.deliver;
      const answer = await signedRequest(speaker, { path, kind: DELIVERY, response: DeliveryOutcomes }, async () => {
        const made = [...(await items())];
        const digest = createHash("sha256").update(deliveryText(made)).digest("base64url");
        return {
          said: { action: "deliver", body: { digest } },
          around: (connector) => ({ connector, items: made }),
        };
      });
      return answer.outcomes;
    },
  };
}

async function readManifest(options: ConnectOptions): Promise<Manifest> {
  const url = options.endpoint + EDGE_ROUTES.manifest.path.replace(":site", options.site);
  const answer = await patientRequest(Manifest, options, async () => ({ url }));
  if (!answer.ok) throw new OperatorsError(answer.problem.code, answer.problem.title);
  const pinned = options.aggregatorKey;
  if (pinned !== undefined && answer.value.prf.aggregatorKey !== pinned) {
    throw new OperatorsError("aggregator-key-mismatch", "The manifest names another aggregator than the pinned one.");
  }
  return answer.value;
}

/** The codebook that the manifest names by its hash. */
async function readCodebook(address: string, { site, codebook }: Manifest, send: typeof fetch): Promise<Codebook> {
  const url = address.replace(":site", site).replace(":sha256", codebook.sha256);
  const response = await send(url).catch(() => undefined);
  const text = response?.ok === true ? await response.text() : "";
  const isIt = text.length <= MAX_CODEBOOK_BYTES && createHash("sha256").update(text).digest("hex") === codebook.sha256;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Codebook), isIt ? text : "");
  if (parsed.success) return parsed.output;
  throw new OperatorsError("unknown-codebook", "The endpoint does not serve the codebook that its manifest names.");
}

async function evaluate(
  speaker: Speaker,
  policyVersion: string,
  keys: EpochKeys,
  blinded: readonly Uint8Array[],
): Promise<PublishedShare[]> {
  const { path } = CONNECTOR_ROUTES.connectorPrf;
  const elements = blinded.map(toBase64url);
  const { edge, aggregator } = await signedRequest(
    speaker,
    { path, kind: EVALUATION, response: ConnectorPrfResponse },
    async () => ({
      said: {
        action: "evaluate",
        consent: { purpose: "link", policyVersion },
        body: { epoch: keys.epoch, blinded: elements },
      },
    }),
  );
  return [published(keys.edgeKey, edge), published(keys.aggregatorKey, aggregator)];
}

function published(publicKey: string, share: ConnectorPrfResponse["edge"]): PublishedShare {
  return {
    publicKey: fromBase64url(publicKey),
    evaluated: share.evaluated.map(fromBase64url),
    proof: fromBase64url(share.proof),
  };
}
