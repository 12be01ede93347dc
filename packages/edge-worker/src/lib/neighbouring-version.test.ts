import { sha256Hex } from "@sedge/operator";
import { KeyEpoch, MIN_SUPPORTED_VERSION, PROTOCOL_VERSION, RoundRequest } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import { executionContext } from "../../test/context.ts";
import { address, blindedElement, ORIGIN, randomText } from "../../test/visitor.ts";
import { Aggregator } from "./aggregator.ts";
import { edgeApp } from "./app.ts";
import { RoundPartner } from "./rounds/round-partner.ts";
import type { EdgeEnv } from "./settings.ts";

/** The document as a later version may send it: a new field in every object, at every level. */
function grown(document: unknown): unknown {
  if (Array.isArray(document)) return document.map(grown);
  if (typeof document !== "object" || document === null) return document;
  const fields = Object.entries(document).map(([name, value]) => [name, grown(value)]);
  return { ...Object.fromEntries(fields), fromNextVersion: { is: PROTOCOL_VERSION + 1 } };
}

/** The real aggregator, answering as one of the next version does. */
function newerAggregator(): EdgeEnv {
  const fetch = async (url: string, init: RequestInit) => {
    const response = await env.AGGREGATOR?.fetch(url, init);
    if (!response?.ok) return response;
    const bytes = new TextEncoder().encode(JSON.stringify(grown(await response.json())));
    const headers = { "content-type": "application/json", etag: `"${await sha256Hex(bytes)}"` };
    return new Response(bytes, { headers });
  };
  return { ...env, AGGREGATOR: { fetch } as unknown as Fetcher };
}

test("the edge works with an aggregator of the next version: keys, evaluations, codebook", async () => {
  const aggregator = new Aggregator(newerAggregator());
  const old = new Aggregator(env);
  expect(await aggregator.publicKey("demo", 1)).toBe(await old.publicKey("demo", 1));
  const request = { epoch: v.parse(KeyEpoch, 1), blinded: [blindedElement()] };
  expect((await aggregator.evaluate("demo", request))?.evaluated).toEqual(
    (await old.evaluate("demo", request))?.evaluated,
  );
  expect((await aggregator.codebook("demo", undefined))?.codebook).toEqual(
    (await old.codebook("demo", undefined))?.codebook,
  );
});

test("the edge works with an aggregator of the next version: rounds", async () => {
  const bindings = newerAggregator();
  const partner = new RoundPartner(bindings, "demo");
  const request = v.parse(RoundRequest, {
    round: randomText(16),
    generation: 0,
    epsilon: 1,
    delta: 1e-6,
    minPeople: 30,
    maxPeople: 100,
    deadline: Math.floor(Date.now() / 1_000) + 3_600,
    spreadSeconds: 0,
    shards: 2,
    ballotKey: blindedElement(),
    codebook: {
      minPeople: 20,
      algorithm: "auto",
      sensitiveFeatures: [],
    },
  });
  const terms = await partner.open(request);
  expect(terms).toEqual(await new RoundPartner(env, "demo").open(request));
  expect(terms).toMatchObject({ round: request.round });
  expect(Object.keys(await partner.ballot(request.round, blindedElement()))).toEqual(["evaluated", "proof"]);
  expect(await partner.abandon(request.round, "ordered")).toEqual({
    state: "abandoned",
    end: { state: "abandoned", reason: "ordered" },
  });
});

test("an edge in front of a newer aggregator serves a manifest and codebook that its pages can read", async () => {
  const app = edgeApp();
  const get = (url: string) =>
    app.fetch(new Request(url, { headers: { origin: ORIGIN } }), newerAggregator(), executionContext());
  const manifest = await (await get(address("manifest"))).json<{ codebook: { sha256: string } }>();
  expect(manifest).toMatchObject({ protocolVersion: PROTOCOL_VERSION, minSupportedVersion: MIN_SUPPORTED_VERSION });
  const codebook = await (await get(address("codebook", { sha256: manifest.codebook.sha256 }))).arrayBuffer();
  expect(await sha256Hex(new Uint8Array(codebook))).toBe(manifest.codebook.sha256);
  expect(JSON.parse(new TextDecoder().decode(codebook))).toHaveProperty("fromNextVersion");
});
