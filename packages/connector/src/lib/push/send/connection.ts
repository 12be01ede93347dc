import { createHash } from "node:crypto";
import { Codebook, type DeliveredEnvelope, type DeliveryOutcome, type Manifest } from "@sedge/protocol";
import { EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import { connectedOperators, readManifest } from "../../operators/connect-prf.ts";
import { type ConnectOptions, ConnectorVoice } from "../../operators/connector-voice.ts";
import { deliver } from "../../operators/deliver.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import type { Operators } from "../../prf/operators.ts";
import { ledgeredFetch } from "./ledgered-fetch.ts";
import { toldPlainly } from "./refused-connector.ts";
import type { Ledger } from "./wire-ledger.ts";

/** Largest codebook that is read, in bytes; see MAX_CODEBOOK_CELLS. */
const MAX_CODEBOOK_BYTES = 4_194_304;

/** A site's operators, as a push needs them. */
export interface Connection {
  readonly manifest: Manifest;
  readonly codebook: Codebook;
  readonly operators: Operators;
  /** `items` signs again for each try. @throws CommandError `clock-off` or `key-refused`; OperatorsError */
  readonly deliver: (items: () => Promise<readonly DeliveredEnvelope[]>) => Promise<readonly DeliveryOutcome[]>;
}

/**
 * Reads a site's public files, and speaks to its operators under the connector's key. All that leaves goes into the ledger.
 *
 * @throws OperatorsError; RangeError for a secret that has not 32 bytes.
 */
export async function connect(options: ConnectOptions, ledger: Ledger): Promise<Connection> {
  const send = ledgeredFetch(options.fetch, ledger);
  // Records are dated by this machine's clock, so a wrong one is no matter of the requests alone.
  const voice = await ConnectorVoice.of({ ...options, fetch: send, isOwnClockRight: true });
  const manifest = await readManifest(voice, options.aggregatorKey);
  const operators = connectedOperators(voice, manifest);
  return {
    manifest,
    codebook: await readCodebook(voice.url(EDGE_ROUTES.codebook.path), manifest, send),
    operators: { ...operators, evaluate: (blinded) => toldPlainly(operators.evaluate(blinded)) },
    deliver: (items) => toldPlainly(deliver(voice, items)),
  };
}

/** The codebook that the manifest names by its hash. */
async function readCodebook(address: string, { codebook }: Manifest, send: typeof fetch): Promise<Codebook> {
  const response = await send(address.replace(":sha256", codebook.sha256)).catch(() => undefined);
  const text = response?.ok === true ? await response.text() : "";
  const isIt = text.length <= MAX_CODEBOOK_BYTES && createHash("sha256").update(text).digest("hex") === codebook.sha256;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Codebook), isIt ? text : "");
  if (parsed.success) return parsed.output;
  throw new OperatorsError("unknown-codebook", "The endpoint does not serve the codebook that its manifest names.");
}
