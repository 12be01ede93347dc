import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConnectorClient } from "@sedge/connector/operators";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { DeliveredEnvelope, DeliveryResults, deliveryText } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { type Operators, startOperators } from "@sedge/testbed";
import * as v from "valibot";
import { signed, strangers } from "../../edge/person.ts";
import { quantile } from "../../replay/quantile.ts";
import { type GeneratedRecord, generatedPeople } from "../generated-people.ts";
import { type FiledRecord, filedRecord } from "./filed-record.ts";
import { fillEdge } from "./fill-edge.ts";

/** The time of one record at an edge with a given number of profiles. */
export interface LiveSpeed {
  /** Records at the edge before the measurement, each with its own profile. */
  readonly profiles: number;
  readonly records: number;
  /** Milliseconds from request to answer: signature, comparison and link, one record per request, one request at a time. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Average number of edges of a linked record. */
  readonly edges: number;
}

/** The site that the edge's migrations create. */
const site = "demo";
const channel = "call-centre";
const Item = v.pipe(v.string(), v.parseJson(), DeliveredEnvelope);
/** Records that create every shard's file before the first fill. */
const SEEDS = 130;
/** Uncounted records after a start, to warm up caches and compilers. */
const WARM_UP = 40;

/** Sends one record as the call centre's system. Resolves to its milliseconds and edges. */
async function send(client: ConnectorClient, { record }: FiledRecord): Promise<{ ms: number; edges: number }> {
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
  const payload = JSON.stringify({ connector: await client.envelope({ action: "deliver", body: { digest } }), items });
  const address = client.url(CONNECTOR_ROUTES.deliver.path);
  const start = performance.now();
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: payload,
  });
  const answer = await response.text();
  const ms = performance.now() - start;
  const [result] = response.ok ? v.parse(DeliveryResults, JSON.parse(answer)).results : [];
  if (!result || "code" in result) throw new Error(`the edge refused the record: ${response.status} ${answer}`);
  return { ms, edges: result.edges };
}

/** The call centre's client, with a key registered at the edge. */
async function callCentre({ edgeUrl, edgeAdminKey }: Operators): Promise<ConnectorClient> {
  const connectorKey = new Uint8Array(randomBytes(32));
  const { key } = await connectorSigner(connectorKey);
  const response = await fetch(`${edgeUrl}/v1/operator/sites/${site}/connectors`, {
    method: "POST",
    headers: { authorization: `Bearer ${edgeAdminKey}`, "content-type": "application/json" },
    body: JSON.stringify({ key, channel, scopes: ["link"], notAfter: null }),
  });
  if (!response.ok) throw new Error(`the edge refused the key: ${await response.text()}`);
  return ConnectorClient.of({ endpoint: edgeUrl, site, channel, connectorKey, fetch });
}

function* take(people: Iterator<GeneratedRecord>, count: number, from: number): Generator<FiledRecord> {
  for (let index = 0; index < count; index++) {
    const next = people.next();
    if (next.done) throw new RangeError("there are too few generated records");
    yield filedRecord(next.value.person, from + index);
  }
}

/** Reports the share of `all` as records pass. */
function* withProgress(
  records: Iterable<FiledRecord>,
  all: number,
  progress: (share: number) => void,
): Generator<FiledRecord> {
  let count = 0;
  for (const record of records) {
    count += 1;
    if (count % 1_000 === 0) progress(count / all);
    yield record;
  }
}

/**
 * Measures an edge on workerd at each size, smallest first, with `measured` new records each. Reaches the sizes by writing the
 * edge's files while it is stopped ({@link fillEdge}).
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
  const client = await callCentre(operators);
  const most = Math.max(...sizes);
  const people = generatedPeople(most + SEEDS + sizes.length * (measured + WARM_UP), 7);
  let known = 0;
  const sendNext = async () => {
    const [record] = take(people, 1, known);
    if (!record) throw new RangeError("there are too few generated records");
    known += 1;
    return send(client, record);
  };
  for (let seed = 0; seed < SEEDS; seed++) await sendNext();
  const found: LiveSpeed[] = [];
  for (const size of [...sizes].sort((one, other) => one - other)) {
    await operators.edge.stop();
    const missing = size - known;
    const progress = note(`an edge of ${size}`);
    fillEdge(
      operators.edge.folder,
      withProgress(take(people, missing, known), missing, progress),
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
