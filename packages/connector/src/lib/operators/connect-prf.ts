import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import type { PublishedShare } from "@sedge/privacy/prf";
import { ConnectorPrfResponse, type EpochKeys, Manifest, MAX_CONNECTOR_ELEMENTS } from "@sedge/protocol";
import { CONNECTOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import type { Operators } from "../prf/operators.ts";
import { type ConnectOptions, ConnectorClient, posted } from "./connector-client.ts";
import { OperatorsError } from "./operators-error.ts";

/** Both operators of a running pair. `previous`: during a key rotation, the operators in the previous epoch. */
export interface ConnectedOperators extends Operators {
  readonly policyVersion: string;
  readonly previous?: Operators;
}

/**
 * Reads the site's manifest and returns both operators: batches of up to 512 elements, each signed with the connector's
 * key. Waits and retries on a rate limit or an unreachable operator.
 *
 * @throws OperatorsError; RangeError if the secret is not 32 bytes long.
 */
export async function connectPrf(options: ConnectOptions): Promise<ConnectedOperators> {
  const client = await ConnectorClient.of(options);
  return connectedOperators(client, await readManifest(client, options.aggregatorKey));
}

/** The operators that a manifest names. Each `evaluate` throws OperatorsError. */
export function connectedOperators(client: ConnectorClient, manifest: Manifest): ConnectedOperators {
  const { previous, ...current } = manifest.prf;
  const operators = (keys: EpochKeys): Operators => ({
    site: manifest.site,
    epoch: keys.epoch,
    maxElements: MAX_CONNECTOR_ELEMENTS,
    evaluate: (blinded) => evaluate(client, manifest.policyVersion, keys, blinded),
  });
  return {
    ...operators(current),
    policyVersion: manifest.policyVersion,
    ...(previous && { previous: operators(previous) }),
  };
}

/** Reads the site's manifest. @param pinned - The aggregator key that it must name, if any. @throws OperatorsError */
export async function readManifest(client: ConnectorClient, pinned: string | undefined): Promise<Manifest> {
  const url = client.url(EDGE_ROUTES.manifest.path);
  const manifest = await client.ask(Manifest, async () => ({ url }));
  if (pinned === undefined || manifest.prf.aggregatorKey === pinned) return manifest;
  throw new OperatorsError("aggregator-key-mismatch", "The manifest names another aggregator than the pinned one.");
}

async function evaluate(
  client: ConnectorClient,
  policyVersion: string,
  keys: EpochKeys,
  blinded: readonly Uint8Array[],
): Promise<PublishedShare[]> {
  const url = client.url(CONNECTOR_ROUTES.connectorPrf.path);
  const body = { epoch: keys.epoch, blinded: blinded.map(toBase64url) };
  const consent = { purpose: "link", policyVersion } as const;
  const { edge, aggregator } = await client.ask(ConnectorPrfResponse, async () => ({
    url,
    init: posted(await client.envelope({ action: "evaluate", consent, body })),
  }));
  return [published(keys.edgeKey, edge), published(keys.aggregatorKey, aggregator)];
}

function published(publicKey: string, share: ConnectorPrfResponse["edge"]): PublishedShare {
  return {
    publicKey: fromBase64url(publicKey),
    evaluated: share.evaluated.map(fromBase64url),
    proof: fromBase64url(share.proof),
  };
}
