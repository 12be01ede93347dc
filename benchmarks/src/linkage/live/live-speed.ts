import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConnectorVoice } from "@sedge/connector/operators";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { DeliveredEnvelope, DeliveryOutcomes, deliveryText } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { type Operators, startOperators } from "@sedge/testbed";
import * as v from "valibot";
import { signed, strangers } from "../../edge/person.ts";
import { quantile } from "../../replay/quantile.ts";
import { type CrowdRecord, generatedCrowd } from "../generated-crowd.ts";
import { type FiledRecord, filedRecord } from "./filed-record.ts";
import { fillEdge } from "./fill-edge.ts";

/** How long one record takes at an edge that knows so many. */
export interface LiveSpeed {
  /** Records that the edge knew, each a profile, before these were sent. */
  readonly profiles: number;
  readonly records: number;
  /** From the request to its answer: signature, comparison and link, one record a request, one request at a time. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Edges a record had when it was linked, on average. */
  readonly edges: number;
}

/** The site that the edge's migrations seed. */
const site = "demo";
const channel = "call-centre";
const Item = v.pipe(v.string(), v.parseJson(), DeliveredEnvelope);
/** Records that make every shard's file, before the first fill. */
const SEEDS = 130;
/** Records after a start that are not counted: caches and compilers warm up. */
const WARM_UP = 40;

/** Sends one record as the call centre's system, and resolves to its milliseconds and edges. */
async function send(voice: ConnectorVoice, { record }: FiledRecord): Promise<{ ms: number; edges: number }> {
  const now = Date.now();
  const receipt = {
    purposes: ["link" as const],
    policyVersion: "2026-11",
    day: new Date(now).toISOString().slice(0, 10),
  };
  const body = { channel, fields: record.fields };
  const { text } = signed({ action: "record", site, receipt, body }, strangers(1), now);
  const items = [v.parse(Item, text)];
  const digest = createHash("sha256").update(deliveryText(items)).digest("base64url");
  const payload = JSON.stringify({ connector: await voice.envelope({ action: "deliver", body: { digest } }), items });
  const address = voice.url(CONNECTOR_ROUTES.deliver.path);
  const start = performance.now();
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: payload,
  });
  const answer = await response.text();
  const ms = performance.now() - start;
  const [outcome] = response.ok ? v.parse(DeliveryOutcomes, JSON.parse(answer)).outcomes : [];
  if (!outcome || "code" in outcome) throw new Error(`the edge took no record: ${response.status} ${answer}`);
  return { ms, edges: outcome.edges };
}

/** The call centre's system, whose key the edge knows. */
async function callCentre({ edgeUrl, edgeAdminKey }: Operators): Promise<ConnectorVoice> {
  const connectorKey = new Uint8Array(randomBytes(32));
  const { key } = await connectorSigner(connectorKey);
  const response = await fetch(`${edgeUrl}/v1/operator/sites/${site}/connectors`, {
    method: "POST",
    headers: { authorization: `Bearer ${edgeAdminKey}`, "content-type": "application/json" },
    body: JSON.stringify({ key, channel, scopes: ["link"], notAfter: null }),
  });
  if (!response.ok) throw new Error(`the edge took no key: ${await response.text()}`);
  return ConnectorVoice.of({ endpoint: edgeUrl, site, channel, connectorKey, fetch });
}

function* take(crowd: Iterator<CrowdRecord>, count: number, from: number): Generator<FiledRecord> {
  for (let index = 0; index < count; index++) {
    const next = crowd.next();
    if (next.done) throw new RangeError("the crowd is too small");
    yield filedRecord(next.value.person, from + index);
  }
}

/** Tells the share of `all` as records pass. */
function* told(records: Iterable<FiledRecord>, all: number, progress: (share: number) => void): Generator<FiledRecord> {
  let count = 0;
  for (const record of records) {
    count += 1;
    if (count % 1_000 === 0) progress(count / all);
    yield record;
  }
}

/**
 * Measures an edge on workerd at each size, smallest first; `measured` new records at each. The sizes are reached by writing
 * the edge's own files while it is stopped ({@link fillEdge}).
 */
export async function liveSpeed(
  sizes: readonly number[],
  measured: number,
  note: (title: string) => (share: number) => void,
): Promise<LiveSpeed[]> {
  await using end = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "sedge-live-"));
  end.defer(() => rm(folder, { recursive: true, force: true }));
  const operators = await startOperators({ persistTo: folder, rateLimit: 1_000_000 });
  end.defer(() => operators.stop());
  const voice = await callCentre(operators);
  const most = Math.max(...sizes);
  const crowd = generatedCrowd(most + SEEDS + sizes.length * (measured + WARM_UP), 7);
  let known = 0;
  const sendNext = async () => {
    const [record] = take(crowd, 1, known);
    if (!record) throw new RangeError("the crowd is too small");
    known += 1;
    return send(voice, record);
  };
  for (let seed = 0; seed < SEEDS; seed++) await sendNext();
  const found: LiveSpeed[] = [];
  for (const size of [...sizes].sort((one, other) => one - other)) {
    await operators.edge.stop();
    const missing = size - known;
    const progress = note(`an edge of ${size}`);
    fillEdge(
      operators.edge.folder,
      told(take(crowd, missing, known), missing, progress),
      Math.floor(Date.now() / 1_000),
    );
    known += missing;
    await operators.edge.restart();
    for (let index = 0; index < WARM_UP; index++) await sendNext();
    const answers: { ms: number; edges: number }[] = [];
    while (answers.length < measured) answers.push(await sendNext());
    const times = answers.map(({ ms }) => ms);
    found.push({
      profiles: size,
      records: measured,
      p50Ms: quantile(times, 0.5) ?? Number.NaN,
      p95Ms: quantile(times, 0.95) ?? Number.NaN,
      edges: answers.reduce((sum, { edges }) => sum + edges, 0) / measured,
    });
  }
  return found;
}
