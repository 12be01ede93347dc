import { expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { endlessBody, withAggregator } from "../../test/faulty-aggregator.ts";
import { address, blindedElement, EDGE, post, problem, problemOf, RECEIPT } from "../../test/visitor.ts";
import type { EdgeEnv } from "../lib/settings.ts";

const json = { headers: { "content-type": "application/json" } };

/** What an aggregator does that has a fault, or means harm. */
const FAULTS: readonly (readonly [string, EdgeEnv])[] = [
  ["sends no answer", withAggregator(() => new Promise<Response>(() => undefined))],
  ["sends headers and no body", withAggregator(() => new Response(endlessBody(1), json))],
  ["sends a byte every few milliseconds", withAggregator(() => new Response(endlessBody(1, 5), json))],
  ["sends more than an answer has", withAggregator(() => new Response(new Uint8Array(3_000_000), json))],
  ["drips a refusal", withAggregator(() => new Response(endlessBody(1, 5), { status: 409 }))],
  ["sends a refusal that is too long", withAggregator(() => new Response(new Uint8Array(3_000_000), { status: 409 }))],
  ["breaks off", withAggregator(() => Promise.reject(new Error("connection lost")))],
];

test.each(FAULTS)("an aggregator that %s costs a device a wait, and never an internal error", async (_, bindings) => {
  const { ask } = clockedEdge();
  const to = (request: Request) => ask(request, bindings);
  const requests = [
    () => post("prf", { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT }, {}, to),
    () => to(new Request(address("manifest"))),
    () => to(new Request(address("generation", { generation: "1" }))),
  ];
  for (const request of requests) {
    const response = await request();
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await problemOf(response)).toEqual(problem(503, "aggregator-unavailable"));
  }
  expect(await (await to(new Request(`${EDGE}/healthz`))).json()).toMatchObject({ aggregator: "unavailable" });
});

test.each([
  ["1e300", "30"],
  ["999999999999", "30"],
  ["-5", "30"],
  ["", "30"],
  ["1.5", "30"],
  ["999999", "86400"],
  ["0", "1"],
])("a wait of %j that the aggregator asks for reaches the device as %s", async (requested, reported) => {
  const { ask } = clockedEdge();
  const bindings = withAggregator(() => new Response("{}", { status: 429, headers: { "retry-after": requested } }));
  const body = { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT };
  const response = await post("prf", body, {}, (request) => ask(request, bindings));
  expect(response.headers.get("retry-after")).toBe(reported);
  expect(await problemOf(response)).toEqual(problem(429, "prf-budget-spent"));
});
