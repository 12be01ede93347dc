import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { load, rateOf } from "./load.ts";
import { requestBytes } from "./request-bytes.ts";

const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(`${request.method} ${request.url} ${String(request.headers["cf-connecting-ip"])}`);
  response.statusCode = request.url === "/missing" ? 404 : 200;
  request.on("data", () => undefined);
  request.on("end", () => response.end(request.url));
});
let port = 0;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address) ({ port } = address);
});
afterAll(() => {
  server.close();
});

const get = (path: string, visitor: number) => requestBytes({ method: "GET", path }, visitor);

test("sends each request once if none may repeat, and matches answers to requests", async () => {
  const requests = ["/a", "/missing", "/c", "/d", "/e"].map(get);
  const { exchanges } = await load({ port, requests, repeat: false, connections: 2, seconds: 5 });
  const byIndex = exchanges.toSorted((a, b) => a.index - b.index);
  expect(byIndex.map(({ status, body }) => [status, body.toString()])).toEqual([
    [200, "/a"],
    [404, "/missing"],
    [200, "/c"],
    [200, "/d"],
    [200, "/e"],
  ]);
  expect(seen.filter((line) => line.startsWith("GET /c"))).toEqual(["GET /c 198.18.0.3"]);
});

test("repeats requests until the time is up", async () => {
  const result = await load({ port, requests: [get("/a", 0)], repeat: true, connections: 4, seconds: 0.2 });
  expect(result.exchanges.length).toBeGreaterThan(4);
  expect(result.seconds).toBeGreaterThanOrEqual(0.2);
  expect(rateOf(result)).toBeCloseTo(result.exchanges.length / result.seconds, 9);
  expect(result.exchanges.every(({ ms }) => ms > 0)).toBe(true);
});

test("sends a whole body", async () => {
  const body = JSON.stringify({ name: "crêpe" });
  const requests = [requestBytes({ method: "POST", path: "/p", body }, 1)];
  const { exchanges } = await load({ port, requests, repeat: false, connections: 1, seconds: 5 });
  expect(exchanges.map(({ status }) => status)).toEqual([200]);
});
