import { createServer, request, type Server } from "node:http";
import { once } from "node:events";
import { pick, type Random } from "./json-mutation.ts";

/** What a broken or hostile second operator does with a request. `none`: it works. */
const BREAKS = [
  "none",
  "stall",
  "drip",
  "garbage",
  "error",
  "headers",
  "version",
  "proof",
  "hang-up",
  "wait",
  "huge",
] as const;
type Break = (typeof BREAKS)[number];

/** The second operator, behind a proxy that breaks its answers. */
export interface BrokenOperator {
  readonly url: string;
  /** How many answers were broken, by the way. */
  readonly broken: ReadonlyMap<string, number>;
  /** The operator's address, known once it has started. */
  aim(url: string): void;
  stop(): Promise<void>;
}

const BAD_PROOF = (body: string) =>
  body.replace(/"proof":"(.)/, (_, first: string) => `"proof":"${first === "A" ? "B" : "A"}`);

/** @param share - Share of answers that are broken, 0 to 1. */
export async function startBrokenOperator(random: Random, share: number): Promise<BrokenOperator> {
  let target = "";
  const broken = new Map<string, number>();
  const server: Server = createServer((incoming, outgoing) => {
    const way: Break = random() < share ? pick(random, BREAKS) : "none";
    if (way !== "none") broken.set(way, (broken.get(way) ?? 0) + 1);
    const json = { "content-type": "application/json" };
    incoming.on("error", () => undefined);
    if (way === "stall") return;
    if (way === "hang-up") return void outgoing.destroy();
    if (way === "garbage") return void outgoing.writeHead(200, json).end('{"evaluated":[');
    if (way === "error")
      return void outgoing.writeHead(pick(random, [500, 502, 503, 404, 418])).end("<html>oops</html>");
    if (way === "wait") return void outgoing.writeHead(429, { "retry-after": "1e300" }).end("{}");
    if (way === "headers") return void outgoing.writeHead(200, { ...json, "x-filler": "f".repeat(60_000) }).end("{}");
    if (way === "huge") return void outgoing.writeHead(200, json).end(Buffer.alloc(4_000_000, 0x20));
    if (way === "version") {
      const problem = { type: "x", title: "x", status: 400, code: "unsupported-version" };
      return void outgoing.writeHead(400, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    }
    if (way === "drip") {
      outgoing.writeHead(200, json);
      const timer = setInterval(() => outgoing.write(" "), 50);
      outgoing.on("close", () => clearInterval(timer));
      return;
    }
    const onward = request(`${target}${incoming.url ?? "/"}`, {
      method: incoming.method ?? "GET",
      headers: incoming.headers,
    });
    onward.on("error", () => outgoing.destroy());
    onward.on("response", (response) => {
      if (way === "none") {
        outgoing.writeHead(response.statusCode ?? 500, response.headers);
        return void response.pipe(outgoing);
      }
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const { "content-length": _length, ...headers } = response.headers;
        outgoing.writeHead(response.statusCode ?? 500, headers).end(BAD_PROOF(Buffer.concat(parts).toString()));
      });
    });
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    broken,
    aim: (url) => {
      target = url;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
