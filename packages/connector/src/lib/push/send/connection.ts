import { createHash } from "node:crypto";
import { codebookFault } from "@sedge/features";
import { Codebook, type DeliveredEnvelope, type DeliveryResult, type Manifest } from "@sedge/protocol";
import { EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import { connectedOperators, readManifest } from "../../operators/connect-prf.ts";
import { type ConnectOptions, ConnectorClient } from "../../operators/connector-client.ts";
import { deliver } from "../../operators/deliver.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import type { Operators } from "../../prf/operators.ts";
import { ledgeredFetch, type Ledger } from "./wire-ledger.ts";
import { asConnectorError } from "./refused-connector.ts";

/** Largest codebook, in bytes; see MAX_CODEBOOK_CELLS. */
const MAX_CODEBOOK_BYTES = 4_194_304;

/** A connection to a site's operators. */
export interface Connection {
  readonly manifest: Manifest;
  readonly codebook: Codebook;
  readonly operators: Operators;
  /** `items` signs the items for each attempt. @throws CommandError `clock-off` or `key-refused`; OperatorsError */
  readonly deliver: (items: () => Promise<readonly DeliveredEnvelope[]>) => Promise<readonly DeliveryResult[]>;
}

/**
 * Reads a site's public files and connects to its operators under the connector's key. Every message goes into the
 * ledger.
 *
 * @throws OperatorsError; RangeError if the secret is not 32 bytes long.
 */
export async function connect(options: ConnectOptions, ledger: Ledger): Promise<Connection> {
  const send = ledgeredFetch(options.fetch, ledger);
  // Records are dated by this machine's clock, so correcting the clock of requests alone would not be enough.
  const client = await ConnectorClient.of({ ...options, fetch: send, isOwnClockRight: true });
  const manifest = await readManifest(client, options.aggregatorKey);
  const operators = connectedOperators(client, manifest);
  return {
    manifest,
    codebook: await readCodebook(client.url(EDGE_ROUTES.codebook.path), manifest, send),
    operators: { ...operators, evaluate: (blinded) => asConnectorError(operators.evaluate(blinded)) },
    deliver: (items) => asConnectorError(deliver(client, items)),
  };
}

/** The codebook whose hash the manifest names. */
async function readCodebook(address: string, { codebook }: Manifest, send: typeof fetch): Promise<Codebook> {
  const response = await send(address.replace(":sha256", codebook.sha256)).catch(() => undefined);
  const text = response?.ok === true ? await response.text() : "";
  const isIt = text.length <= MAX_CODEBOOK_BYTES && createHash("sha256").update(text).digest("hex") === codebook.sha256;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Codebook), isIt ? text : "");
  const fault = parsed.success ? codebookFault(parsed.output) : undefined;
  if (fault !== undefined)
    throw new OperatorsError("unknown-codebook", `The endpoint's codebook is refused: ${fault}.`);
  if (parsed.success) return parsed.output;
  throw new OperatorsError("unknown-codebook", "The endpoint does not serve the codebook that its manifest names.");
}
