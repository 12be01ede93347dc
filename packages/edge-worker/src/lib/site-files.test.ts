import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { newestGeneration, publishGeneration, publishing } from "../../test/publishing.ts";
import { act, address, blindedElement, EDGE, post, problem, problemOf, RECEIPT, somebody } from "../../test/visitor.ts";
import type { EdgeEnv } from "./settings.ts";

/** A closed port: the aggregator is away. */
const AWAY = { ...env, AGGREGATOR: undefined, AGGREGATOR_URL: "http://127.0.0.1:9" } as unknown as EdgeEnv;

describe("while the aggregator is away", () => {
  test("an edge without a codebook answers 503 with Retry-After; health reports it and answers 200", async () => {
    const { ask } = clockedEdge();
    const response = await ask(new Request(address("manifest")), AWAY);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(response)).toEqual(problem(503, "aggregator-unavailable"));
    const health = await ask(new Request(`${EDGE}/healthz`), AWAY);
    expect(await health.json()).toMatchObject({ status: "ok", aggregator: "unavailable" });
  });

  test("manifest, codebook, assignments and profiles go on; new tokens wait", async () => {
    const before = await clockedEdge().manifest();
    if (before instanceof Response) throw new Error("no manifest");
    // Another isolate, which has nothing in memory, after the minute of the refresh.
    const { ask, manifest, passMinutes } = clockedEdge();
    passMinutes(2);
    const to = (request: Request) => ask(request, AWAY);
    expect(await manifest(AWAY)).toEqual(before);
    const codebook = await to(new Request(address("codebook", { sha256: before.codebook.sha256 })));
    expect(codebook.status).toBe(200);
    const ann = await somebody();
    const body = { channel: "web", codeword: { generation: 0, path: "" } };
    expect((await post("assignment", { ...body, receipt: RECEIPT }, {}, to)).status).toBe(200);
    const issuedAt = Math.floor(Date.now() / 1_000) + 120;
    for (const action of ["link", "assign", "export", "unlink", "erase"] as const) {
      const changes = action === "assign" ? { body, issuedAt } : { issuedAt };
      expect((await act(action, [ann], changes, to)).status).toBe(200);
    }
    const prf = await post("prf", { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT }, {}, to);
    expect(await problemOf(prf)).toEqual(problem(503, "aggregator-unavailable"));
  });
});

describe("a newer codebook", () => {
  test("is used after a minute, and codewords of the previous generation are still answered", async () => {
    const { manifest, passMinutes, ask } = clockedEdge();
    expect(await manifest()).toMatchObject({ codebook: { generation: 0 } });
    const one = await publishGeneration();
    expect(await manifest()).toMatchObject({ codebook: { generation: 0 } });
    passMinutes(2);
    await manifest();
    passMinutes(2);
    expect(await manifest()).toMatchObject({ codebook: { generation: 1, sha256: one.sha256 } });
    const answers = [0, 1].map(async (generation) => {
      const body = { channel: "web", codeword: { generation, path: "" }, receipt: RECEIPT };
      return (await post("assignment", body, {}, ask)).json();
    });
    const [root] = one.codebook.cells;
    expect(await Promise.all(answers)).toMatchObject([{ generation: 0 }, { generation: 1, clusterId: root?.cluster }]);
  });

  test("that is no codebook, not what its hash names, or an old one is refused, and the last good one is used", async () => {
    const good = await clockedEdge().manifest();
    if (good instanceof Response) throw new Error("no manifest");
    const { text } = await publishGeneration();
    const { text: old } = await newestGeneration();
    const bad = [
      publishing(() => "{}"),
      publishing(() => "not JSON"),
      publishing(() => text.replace('"path":""', '"path":"0"')),
      publishing(() => text, `"${"0".repeat(64)}"`),
      publishing(() => old.replace('"generation":1', '"generation":0')),
      publishing(() => `${text}${" ".repeat(2_000_000)}`),
    ];
    for (const bindings of bad) {
      const { manifest, passMinutes } = clockedEdge();
      await env.DB.prepare("DELETE FROM refreshes").run();
      expect(await manifest(bindings)).toEqual(good);
      passMinutes(3);
      expect(await manifest(bindings)).toEqual(good);
    }
    expect((await env.DB.prepare("SELECT generation FROM codebooks").all()).results).toEqual([{ generation: 0 }]);
  });

  test("is asked for at most once a minute by all isolates together", async () => {
    let asked = 0;
    const { text } = await newestGeneration();
    const counting = publishing(() => {
      asked++;
      return text;
    });
    await clockedEdge().manifest();
    await env.DB.prepare("DELETE FROM refreshes").run();
    for (let isolate = 0; isolate < 5; isolate++) await clockedEdge().manifest(counting);
    expect(asked).toBe(1);
  });
});

test("a codebook that was changed in the database is not served", async () => {
  const before = await clockedEdge().manifest();
  if (before instanceof Response) throw new Error("no manifest");
  await env.DB.prepare("UPDATE codebooks SET body = replace(body, '0.', '1.')").run();
  const url = address("codebook", { sha256: before.codebook.sha256 });
  expect(await problemOf(await clockedEdge().ask(new Request(url)))).toEqual(problem(404, "unknown-codebook"));
});

test("an edge without the epoch makes devices read the manifest again", async () => {
  const { ask } = clockedEdge();
  const body = { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT };
  const unbegun = await post("prf", { ...body, epoch: 2 }, {}, ask);
  expect(await problemOf(unbegun)).toEqual(problem(409, "key-epoch-changed"));
});

test("an exhausted aggregator passes its wait on", async () => {
  const fetch = async () => new Response("{}", { status: 429, headers: { "retry-after": "1234" } });
  const { ask } = clockedEdge();
  const bindings = { ...env, AGGREGATOR: { fetch } as unknown as Fetcher };
  const body = { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT };
  const response = await post("prf", body, {}, (request) => ask(request, bindings));
  expect(response.headers.get("retry-after")).toBe("1234");
  expect(await problemOf(response)).toEqual(problem(429, "prf-budget-spent"));
});
