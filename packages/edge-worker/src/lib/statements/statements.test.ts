import { verify } from "@sedge/privacy/ed25519";
import { Manifest, SiteId } from "@sedge/protocol";
import { checkStatement, StatementPart, type StoredLog } from "@sedge/transparency/device";
import type { VerifySignature } from "@sedge/transparency/note";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import { clockedEdge } from "../../../test/clocked-edge.ts";
import { changeEpochs } from "../../../test/operator.ts";
import { loggedBy, withAggregator } from "../../../test/faulty-aggregator.ts";
import type { EdgeEnv } from "../settings.ts";
import { hexOfStated } from "./statement-content.ts";

const DEMO = v.parse(SiteId, "demo");
const LOG_SEED = Buffer.alloc(32, 4).toString("base64url");
const BINDINGS: EdgeEnv & object = { ...env, LOG_SEED } as unknown as EdgeEnv;
const verifySignature: VerifySignature = (key, message, signature) => verify(crypto.subtle, key, message, signature);
const seconds = () => Math.floor(Date.now() / 1_000);

/** The manifest of an isolate that has nothing in memory. */
async function manifestOf(bindings: EdgeEnv = BINDINGS, edge = clockedEdge()): Promise<Manifest> {
  const manifest = await edge.manifest(bindings);
  if (manifest instanceof Response) throw new Error(`no manifest: ${manifest.status}`);
  return v.parse(Manifest, manifest);
}

const partOf = ({ statement }: Manifest) => v.parse(StatementPart, statement);
const keptLogKey = async () => {
  const row = await env.DB.prepare("SELECT log_key FROM site_statements").first<{ log_key: string }>();
  return row?.log_key ?? "";
};

/** What a device that pins the log makes of the manifest. */
async function visit(manifest: Manifest, stored?: StoredLog) {
  const pins = { site: DEMO, logKey: await keptLogKey(), witnesses: [] };
  const deps = { nowSeconds: seconds(), verify: verifySignature };
  const checked = await checkStatement(partOf(manifest), pins, stored, deps);
  if ("refusal" in checked) throw new Error(checked.refusal);
  return checked.state;
}

const setMinPeople = (people: number) => env.DB.prepare("UPDATE sites SET min_people = ?").bind(people).run();

/** A real aggregator whose answers about statements this changes. */
function listening(change: (answer: Response) => Response | Promise<Response>): EdgeEnv {
  const fetch = async (url: string, init: RequestInit) => {
    const answer = await env.AGGREGATOR?.fetch(url, init);
    return answer && url.endsWith("/statements") ? change(answer) : answer;
  };
  return { ...BINDINGS, AGGREGATOR: { fetch } } as unknown as EdgeEnv;
}

test("the manifest carries a statement of what it says, which a device accepts; what changes is stated next", async () => {
  const first = await manifestOf();
  const { statement } = partOf(first);
  expect(statement).toMatchObject({
    number: 1,
    site: "demo",
    minPeople: first.minPeople,
    policyVersion: first.policyVersion,
    trustTier: first.trustTier,
    epochs: [{ epoch: 1, edgeKey: first.prf.edgeKey, aggregatorKey: first.prf.aggregatorKey }],
  });
  expect(hexOfStated(statement.codebook.hash)).toBe(first.codebook.sha256);
  const state = await visit(first);
  expect((await manifestOf()).statement).toEqual(first.statement);
  await setMinPeople(60);
  // This answer was on its way before the statement.
  const onItsWay = await manifestOf();
  expect([onItsWay.minPeople, partOf(onItsWay).statement.number]).toEqual([first.minPeople, 1]);
  const second = await manifestOf();
  expect([second.minPeople, partOf(second).statement.minPeople]).toEqual([60, 60]);
  expect((await visit(second, state)).number).toBe(2);
});

test("a new key epoch is used once it is stated", async () => {
  const first = await manifestOf();
  await changeEpochs({ action: "begin", epoch: 2 }, clockedEdge().ask);
  const onItsWay = await manifestOf();
  expect([onItsWay.prf, partOf(onItsWay).statement.number]).toEqual([first.prf, 1]);
  const { prf, statement } = await manifestOf();
  expect([prf.epoch, prf.previous]).toEqual([2, first.prf]);
  expect(v.parse(StatementPart, statement).statement.epochs).toMatchObject([{ epoch: 1 }, { epoch: 2 }]);
});

test("an edge or an aggregator without a seed publishes nothing, and all else works", async () => {
  expect((await manifestOf(env)).statement).toBeUndefined();
  const problem = Response.json({ code: "no-log", title: "", status: 404 }, { status: 404 });
  expect((await manifestOf(listening(() => problem.clone()))).statement).toBeUndefined();
});

test("while the aggregator is away, the last statement is used", async () => {
  const first = await manifestOf();
  await setMinPeople(60);
  const away = withAggregator(() => new Response("", { status: 503 }));
  const manifest = await manifestOf({ ...away, LOG_SEED } as unknown as EdgeEnv);
  expect(manifest).toEqual(first);
});

test("a statement whose answer was lost is taken from the log with the next request", async () => {
  let lost = 0;
  const losing = listening(async (answer) => {
    const { last } = await answer.clone().json<{ last: unknown }>();
    if (last === null) return answer;
    lost++;
    return new Response("", { status: 500 });
  });
  expect((await manifestOf(losing)).statement).toBeUndefined();
  expect(lost).toBe(1);
  expect(partOf(await manifestOf()).statement.number).toBe(1);
});

test("the fifth change of a day is not stated", async () => {
  for (const people of [50, 60, 70, 80, 90]) {
    await setMinPeople(people);
    await manifestOf();
    await manifestOf();
  }
  const { statement } = partOf(await manifestOf());
  expect([statement.number, statement.minPeople]).toEqual([4, 80]);
});

test("a log that does not continue what the edge has cosigned is not cosigned, and the last statement is used", async () => {
  const first = await manifestOf();
  // As if the edge had cosigned another tree of this size.
  await env.DB.prepare("UPDATE site_statements SET root = ?").bind(Buffer.alloc(32, 1).toString("base64url")).run();
  await setMinPeople(60);
  const lines = await loggedBy(async () => manifestOf());
  expect(lines).toContainEqual({ event: "statement-refused", site: "demo", refusal: "log-forks" });
  expect((await manifestOf()).statement).toEqual(first.statement);
});

test("another log than the one that the edge has first seen is not cosigned", async () => {
  const first = await manifestOf();
  await setMinPeople(60);
  const elsewhere = listening(async (answer) => {
    const published = await answer.json<object>();
    return Response.json({ ...published, logKey: "other+3dc7c592+AYqI" });
  });
  const lines = await loggedBy(async () => manifestOf(elsewhere));
  expect(lines).toContainEqual({ event: "statement-refused", site: "demo", refusal: "log-unsigned" });
  expect(partOf(await manifestOf(elsewhere))).toEqual(partOf(first));
});
