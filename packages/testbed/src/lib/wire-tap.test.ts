import { createServer, request } from "node:http";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { reachedDestination } from "./tapped-request.ts";
import { startWireTap, type WireTap } from "./wire-tap.ts";

const seen: string[] = [];
const server = createServer((incoming, answer) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    seen.push(Buffer.concat(chunks).toString());
    answer.writeHead(207, { "x-answer": "yes" }).end(`got ${incoming.method} ${incoming.url}`);
  });
});
let origin = "";
let tap: WireTap;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object" && address) origin = `http://127.0.0.1:${address.port}`;
  tap = await startWireTap();
});
afterEach(() => {
  tap.clear();
  tap.setRule();
  seen.length = 0;
});
afterAll(async () => {
  await tap.stop();
  server.close();
});

/** Sends raw bytes to the tap, and resolves to the whole answer. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(tap.url).port), "127.0.0.1", () => socket.write(bytes));
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

const post = (body: string) =>
  `POST ${origin}/a?b=c HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nX-Odd-CASE:  two  spaces\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test("forwards a request and records its exact bytes", async () => {
  const sent = post("hello");
  const answer = await send(sent);
  expect(answer).toMatch(/^HTTP\/1\.1 207 /);
  expect(answer).toContain("x-answer: yes");
  expect(answer).toContain("got POST /a?b=c");
  expect(seen).toEqual(["hello"]);
  const [only, ...more] = tap.to(origin);
  expect(more).toEqual([]);
  expect(only).toMatchObject({ method: "POST", url: `${origin}/a?b=c`, outcome: "forwarded", status: 207 });
  expect(only?.raw.toString()).toBe(sent);
  expect(only?.body.toString()).toBe("hello");
});

test("records a chunked body as one request", async () => {
  const body = "x".repeat(200_000);
  await send(post(body));
  expect(tap.requests.map((one) => one.body.length)).toEqual([200_000]);
  expect(tap.requests[0]?.raw.toString()).toBe(post(body));
});

test("cut: breaks the connection, and the request does not reach its destination", async () => {
  tap.setRule(({ url }) => (url.endsWith("b=c") ? "cut" : "pass"));
  expect(await send(post("secret"))).toBe("");
  expect(seen).toEqual([]);
  expect(tap.requests.map((one) => [one.outcome, reachedDestination(one)])).toEqual([["cut", false]]);
});

test("response lost: forwards the request and drops the answer", async () => {
  tap.setRule(() => "lose-response");
  expect(await send(post("once"))).toBe("");
  expect(seen).toEqual(["once"]);
  expect(tap.requests.map((one) => [one.outcome, one.status, reachedDestination(one)])).toEqual([
    ["response-lost", 207, true],
  ]);
});

test("refuses and records a tunnel", async () => {
  expect(await send("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n")).toMatch(/^HTTP\/1\.1 403 /);
  expect(tap.requests.map(({ method, url, outcome }) => [method, url, outcome])).toEqual([
    ["CONNECT", "example.org:443", "refused"],
  ]);
});

test("refuses requests to another machine", async () => {
  expect(await send("GET http://192.0.2.1/ HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 403 /);
  expect(tap.requests.map(({ url, outcome }) => [url, outcome])).toEqual([["http://192.0.2.1/", "refused"]]);
});

test("records a destination that does not answer as failed", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const address = gone.address();
  await new Promise((resolve) => gone.close(resolve));
  const port = typeof address === "object" && address ? address.port : 0;
  expect(await send(`GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: x\r\n\r\n`)).toBe("");
  expect(tap.requests.map(({ outcome }) => outcome)).toEqual(["failed"]);
});

test("keeps concurrent requests separate", async () => {
  const { port } = new URL(tap.url);
  const one = (index: number) =>
    new Promise<number>((resolve) => {
      const outgoing = request({ host: "127.0.0.1", port, method: "POST", path: `${origin}/${index}` }, (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
      });
      outgoing.end(`body-${index}`);
    });
  expect(new Set(await Promise.all(Array.from({ length: 50 }, (_, index) => one(index))))).toEqual(new Set([207]));
  expect(tap.requests.every(({ url, body }) => url.split("/").at(-1) === body.toString().slice(5))).toBe(true);
  expect(tap.requests.length).toBe(50);
});
