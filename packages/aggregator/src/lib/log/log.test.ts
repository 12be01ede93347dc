import { verify } from "@sedge/privacy/ed25519";
import { PublishedStatement, SiteId } from "@sedge/protocol";
import { LogAudit } from "@sedge/transparency/audit";
import { checkStatement, type StatementPart, type StoredLog } from "@sedge/transparency/device";
import { cosign, parseCheckpoint, parseNote, parseVerifierKey, type VerifySignature } from "@sedge/transparency/note";
import { statementPart } from "@sedge/transparency/publish";
import { edgeWitnessName, EDGE, type Statement } from "@sedge/transparency/statement";
import { readEntryBundle } from "@sedge/transparency/tiles";
import { isConsistent } from "@sedge/transparency/tree";
import { reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import { signerOf } from "../../../../transparency/test/operators.ts";
import { SiteEdge } from "../../../test/site-edge.ts";
import { aggregatorApp } from "../app.ts";

afterEach(() => reset());

const DEMO = v.parse(SiteId, "demo");
const verifySignature: VerifySignature = (key, message, signature) => verify(crypto.subtle, key, message, signature);
const read = (path: string) => exports.default.fetch(new Request(`https://aggregator.test${path}`));
const seconds = () => Math.floor(Date.now() / 1_000);

async function code(response: Response): Promise<string> {
  return (await response.json<{ code?: string }>()).code ?? "none";
}

/** The manifest's part of what was published, cosigned as the edge does. */
async function partOf(edge: SiteEdge, { last }: PublishedStatement): Promise<StatementPart> {
  const checkpoint = last && parseNote(last.checkpoint);
  if (!last || !checkpoint) throw new Error("nothing is published");
  const line = await cosign(checkpoint.text, edgeWitnessName(edge.site), seconds(), edge.signer);
  return statementPart({ ...last, checkpoint: `${last.checkpoint}${line}\n`, successions: [] });
}

test("a device accepts each statement that the log publishes, as the continuation of the last", async () => {
  const edge = new SiteEdge(DEMO);
  expect(await edge.published()).toMatchObject({ last: null, next: { number: 1, previousSize: null, issued: [] } });
  let stored: StoredLog | undefined;
  for (const minPeople of [50, 60, 70, 80]) {
    const published = v.parse(PublishedStatement, await (await edge.publish({ minPeople })).json());
    const pins = { site: edge.site, logKey: published.logKey, witnesses: [] };
    const deps = { nowSeconds: seconds(), verify: verifySignature };
    const checked = await checkStatement(await partOf(edge, published), pins, stored, deps);
    if ("refusal" in checked) throw new Error(checked.refusal);
    expect(checked.statement.minPeople).toBe(minPeople);
    stored = checked.state;
  }
  expect(await code(await edge.publish({ minPeople: 90 }))).toBe("statement-refused");
  expect((await edge.published()).next.number).toBe(5);
});

test("anybody reads the log: checkpoint, tiles and entries, which an audit finds in order", async () => {
  const edge = new SiteEdge(DEMO);
  for (const minPeople of [50, 60]) await edge.publish({ minPeople });
  const { logKey, last } = await edge.published(1);
  const checkpoint = await read("/checkpoint");
  expect(checkpoint.headers.get("cache-control")).toBe("public, max-age=5");
  expect(await checkpoint.text()).toBe(last?.checkpoint);
  const bundle = await read("/tile/entries/000.p/2");
  expect(bundle.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  const key = parseVerifierKey(logKey);
  const root = parseCheckpoint(parseNote(last?.checkpoint ?? "")?.text ?? "")?.root;
  if (!key || !root || !last) throw new Error("the log's key or checkpoint is not read");
  const audit = new LogAudit(key, verifySignature);
  for (const entry of readEntryBundle(new Uint8Array(await bundle.arrayBuffer()))) {
    expect(await audit.append(entry)).toBeUndefined();
  }
  expect(audit.tree.root()).toEqual(root);
  const tile = new Uint8Array(await (await read("/tile/0/000.p/2")).arrayBuffer());
  expect([...tile]).toEqual([0, 1].flatMap((index) => [...audit.tree.node({ level: 0, index })]));
  const fromSeen = [Uint8Array.from(Buffer.from(last.fromSeen, "base64url"))];
  expect(isConsistent(1, 2, fromSeen, audit.tree.root(1), root)).toBe(true);
  for (const path of ["/tile/0/000.p/3", "/tile/0/000", "/tile/1/000.p/1", "/tile/entries/001.p/1", "/tile/x"]) {
    expect((await read(path)).status).toBe(404);
  }
});

test("a statement is refused that another key signs, or that is not the site's next", async () => {
  const edge = new SiteEdge(DEMO);
  expect(await code(await edge.publish({}, signerOf(EDGE, 3)))).toBe("statement-refused");
  expect(await code(await edge.publish({ number: 2, previousSize: 1 }))).toBe("statement-refused");
  expect(await code(await edge.publish({ issued: seconds() - 301 }))).toBe("statement-refused");
  expect(await code(await edge.answer("hello\n"))).toBe("statement-refused");
  const { body } = await Promise.all([edge.publish(), edge.publish()]).then(async (answers) => ({
    body: await Promise.all(answers.map((answer) => code(answer))),
  }));
  expect(body.toSorted()).toEqual(["none", "statement-refused"]);
});

test("a statement is refused that differs from what this operator knows", async () => {
  const edge = new SiteEdge(DEMO);
  const { epochs, codebook, rounds } = await edge.statement();
  const [epoch] = epochs;
  if (!epoch) throw new Error("no epoch");
  const wrong: Partial<Statement>[] = [
    { epochs: [{ ...epoch, aggregatorKey: epoch.edgeKey }] },
    { epochs: [epoch, { ...epoch, epoch: v.parse(v.any(), 2) }] },
    { codebook: { ...codebook, hash: epoch.edgeKey } },
    { codebook: { ...codebook, generation: v.parse(v.any(), 1) } },
    { rounds: { ...rounds, spreadSeconds: 899 } },
    { rounds: { ...rounds, delta: 1e-5 } },
  ];
  for (const changes of wrong) expect(await code(await edge.publish(changes))).toBe("statement-refused");
  expect((await edge.published()).last).toBeNull();
});

test("an operator without a seed keeps no log", async () => {
  const { LOG_SEED: _seed, ...without } = env;
  const answer = await aggregatorApp().fetch(new Request("https://aggregator.test/checkpoint"), {
    ...without,
  });
  expect(await code(answer)).toBe("no-log");
});
