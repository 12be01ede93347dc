import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import type { PublishedShare } from "@sedge/privacy/prf";
import { ConnectorPrfResponse, type EpochKeys, Manifest, MAX_CONNECTOR_ELEMENTS } from "@sedge/protocol";
import { CONNECTOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import type { Operators } from "../prf/operators.ts";
import { type ConnectOptions, ConnectorVoice, posted } from "./connector-voice.ts";
import { OperatorsError } from "./operators-error.ts";

/** Both operators of a running pair. `previous`: while keys rotate, the same for the epoch before. */
export interface ConnectedOperators extends Operators {
  readonly policyVersion: string;
  readonly previous?: Operators;
}

/**
 * Reads the site's manifest, and gives both operators as an owner of records asks them: batches of up to 512 elements,
 * each signed with the connector's key, with patience for a spent minute and for an operator that is away.
 *
 * @throws OperatorsError; RangeError for a secret that has not 32 bytes.
 */
export async function connectPrf(options: ConnectOptions): Promise<ConnectedOperators> {
  const voice = await ConnectorVoice.of(options);
  return connectedOperators(voice, await readManifest(voice, options.aggregatorKey));
}

/** The operators that a manifest names. Each `evaluate` throws OperatorsError. */
export function connectedOperators(voice: ConnectorVoice, manifest: Manifest): ConnectedOperators {
  const { previous, ...current } = manifest.prf;
  const operators = (keys: EpochKeys): Operators => ({
    site: manifest.site,
    epoch: keys.epoch,
    maxElements: MAX_CONNECTOR_ELEMENTS,
    evaluate: (blinded) => evaluate(voice, manifest.policyVersion, keys, blinded),
  });
  return {
    ...operators(current),
    policyVersion: manifest.policyVersion,
    ...(previous && { previous: operators(previous) }),
  };
}

/** The site's manifest. @param pinned - The aggregator's key, where one must be named. @throws OperatorsError */
export async function readManifest(voice: ConnectorVoice, pinned: string | undefined): Promise<Manifest> {
  const url = voice.url(EDGE_ROUTES.manifest.path);
  const manifest = await voice.ask(Manifest, async () => ({ url }));
  if (pinned === undefined || manifest.prf.aggregatorKey === pinned) return manifest;
  throw new OperatorsError("aggregator-key-mismatch", "The manifest names another aggregator than the pinned one.");
}

async function evaluate(
  voice: ConnectorVoice,
  policyVersion: string,
  keys: EpochKeys,
  blinded: readonly Uint8Array[],
): Promise<PublishedShare[]> {
  const url = voice.url(CONNECTOR_ROUTES.connectorPrf.path);
  const body = { epoch: keys.epoch, blinded: blinded.map(toBase64url) };
  const consent = { purpose: "link", policyVersion } as const;
  const { edge, aggregator } = await voice.ask(ConnectorPrfResponse, async () => ({
    url,
    init: posted(await voice.envelope({ action: "evaluate", consent, body })),
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
