import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ConsentState } from "../../consent-state.ts";
import { memoryStore } from "../storage/memory-store.ts";
import type { Store } from "../storage/store.ts";
import { jsonOf, openWire } from "./wire.ts";

const consent = (purposes: ConsentState["purposes"]): ConsentState => ({
  decided: true,
  purposes,
  policyVersion: "2026-11",
  day: "2026-11-21",
  source: "api",
  globalPrivacyControl: false,
  because: null,
});
const assignment = {
  channel: "web",
  codeword: { generation: 0, path: "1.2" },
  receipt: { purposes: ["link"], policyVersion: "2026-11", day: "2026-11-21" },
};

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
}

let server: Server;
let origin: string;
let received: Received[];
let ledgerAtArrival: number;
let store: Store;
let answer: { status: number; body: string; headers?: Record<string, string> };

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      received.push({ method: request.method, url: request.url, body: await bodyOf(request) });
      ledgerAtArrival = (await store.ledger.list()).length;
      const { status, headers, body } = request.url === "/moved" ? { status: 200, headers: {}, body: "there" } : answer;
      response.writeHead(status, headers);
      response.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  received = [];
  ledgerAtArrival = -1;
  store = memoryStore();
  answer = { status: 200, body: "{}" };
});

function wire(purposes: ConsentState["purposes"], endpoint = origin) {
  const places = { site: "demo", endpoint, assets: `${origin}/assets/` };
  return openWire({ places, ledger: store.ledger, consent: () => consent(purposes), now: () => 7, fetch });
}

describe("the wire", () => {
  test("records a message byte for byte before it is on the network", async () => {
    const { status } = await wire(["classify", "link"])({ route: "assignment", body: assignment });
    expect(status).toBe(200);
    const [entry] = await store.ledger.list();
    expect(ledgerAtArrival).toBe(1);
    expect(received).toEqual([{ method: "POST", url: "/v1/sites/demo/assignments", body: entry?.body }]);
    expect(entry).toMatchObject({
      at: 7,
      url: `${origin}/v1/sites/demo/assignments`,
      rows: [3, 5],
      purpose: "link",
      status: 200,
    });
  });

  test("refuses without the purpose, and neither sends nor records", async () => {
    await expect(wire(["classify"])({ route: "assignment", body: assignment })).rejects.toThrow(/^consent-required: /);
    await expect(wire(["classify"])({ route: "manifest" })).rejects.toThrow(/^consent-required: /);
    await expect(wire([])({ asset: "models/a/weights.bin", maxBytes: 10 })).rejects.toThrow(/^consent-required: /);
    expect([received, await store.ledger.list()]).toEqual([[], []]);
  });

  test("a public file is asked for under the purpose that needs it, a message only under its own", async () => {
    const learning = wire(["classify", "learn"]);
    await learning({ route: "manifest", purpose: "learn" });
    await expect(learning({ route: "manifest" })).rejects.toThrow(/^consent-required: /);
    const message = { route: "assignment", body: assignment, purpose: "learn" } as const;
    await expect(learning(message)).rejects.toThrow(/^consent-required: /);
    await wire(["classify", "link"])({ ...message, microEpsilon: 250_000 });
    expect(await store.ledger.list()).toMatchObject([
      { rows: [], purpose: "learn", microEpsilon: 0 },
      { rows: [3, 5], purpose: "link", microEpsilon: 250_000 },
    ]);
  });

  test("sends no body that is not the route's", async () => {
    const body = { ...assignment, url: "https://shop.example/secret" };
    await expect(wire(["link"])({ route: "assignment", body })).rejects.toThrow();
    expect(received).toEqual([]);
  });

  test("a file of the SDK's own folder is recorded too, without a row of the promise", async () => {
    await wire(["classify"])({ asset: "models/a/weights.bin", maxBytes: 10 });
    expect(received[0]?.url).toBe("/assets/models/a/weights.bin");
    expect(await store.ledger.list()).toMatchObject([{ method: "GET", rows: [], purpose: "classify", body: "" }]);
  });

  test("what can't be recorded does not leave", async () => {
    const broken = { ...store.ledger, append: () => Promise.reject(new Error("disk full")) };
    const places = { site: "demo", endpoint: origin, assets: `${origin}/assets/` };
    const send = openWire({ places, ledger: broken, consent: () => consent(["link"]), now: () => 7, fetch });
    await expect(send({ route: "manifest" })).rejects.toThrow("disk full");
    expect(received).toEqual([]);
  });

  test("consent that is withdrawn while the entry is written stops the message", async () => {
    let purposes: ConsentState["purposes"] = ["link"];
    const { ledger } = store;
    const slow = {
      append: async (entry: Parameters<typeof ledger.append>[0]) => {
        const id = await ledger.append(entry);
        purposes = [];
        return id;
      },
      setStatus: ledger.setStatus.bind(ledger),
      list: ledger.list.bind(ledger),
    };
    const places = { site: "demo", endpoint: origin, assets: `${origin}/assets/` };
    const send = openWire({ places, ledger: slow, consent: () => consent(purposes), now: () => 7, fetch });
    await expect(send({ route: "manifest" })).rejects.toThrow(/^consent-required: /);
    expect(received).toEqual([]);
    expect(await ledger.list()).toMatchObject([{ status: -1 }]);
  });

  test("an answer that is too long, redirected or missing is a failed network", async () => {
    answer = { status: 200, body: "x".repeat(11) };
    expect((await wire(["classify"])({ asset: "a", maxBytes: 10 })).status).toBe(-1);
    answer = { status: 302, body: "", headers: { location: "/moved" } };
    expect((await wire(["link"])({ route: "manifest" })).status).toBe(-1);
    expect((await wire(["link"], "http://127.0.0.1:1")({ route: "manifest" })).status).toBe(-1);
    expect((await store.ledger.list()).map(({ status }) => status)).toEqual([-1, -1, -1]);
    expect(received).toHaveLength(2);
  });

  test("a static file is followed to where a content network has it, as its hash is checked", async () => {
    answer = { status: 302, body: "", headers: { location: "/moved" } };
    const { status, bytes } = await wire(["classify"])({ asset: "a", maxBytes: 10 });
    expect([status, new TextDecoder().decode(bytes)]).toEqual([200, "there"]);
    expect((await store.ledger.list()).map(({ url }) => url)).toEqual([`${origin}/assets/a`]);
  });

  test("a refusal is an answer, with the wait that it asks for", async () => {
    answer = { status: 429, body: '{"code":"rate-limited"}', headers: { "retry-after": "17" } };
    const { status, retryAfterSeconds, bytes } = await wire(["link"])({ route: "manifest" });
    expect([status, retryAfterSeconds, jsonOf(bytes)]).toEqual([429, 17, { code: "rate-limited" }]);
  });
});
