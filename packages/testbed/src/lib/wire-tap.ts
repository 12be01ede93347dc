import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createSocketServer, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { duplexPair, type Duplex } from "node:stream";
import type { TapOutcome, TappedRequest } from "./tapped-request.ts";

/** A rule's decision: forward the request, stop it, or forward it and lose the answer. */
export type TapDecision = "pass" | "cut" | "lose-response";
export type TapRule = (request: { readonly method: string; readonly url: string }) => TapDecision;

/** A recording forward proxy for plain HTTP. */
export interface WireTap {
  /** `http://127.0.0.1:{port}`, for Chromium's `--proxy-server`. */
  readonly url: string;
  /** Every request so far, in order of completion. */
  readonly requests: readonly TappedRequest[];
  /** Requests to one origin. */
  to(origin: string): TappedRequest[];
  /** Sets the rule for later requests. Without a rule, all requests pass. */
  setRule(rule?: TapRule): void;
  /** Deletes the recorded requests. */
  clear(): void;
  stop(): Promise<void>;
}

/** Hop-by-hop headers (RFC 9110 section 7.6.1), which are not forwarded. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "upgrade"]);

/** Whether a plain-HTTP URL points to this machine. A test's browser needs no other. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === "http:" && (hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname))
  );
}

function passedOn(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index, all) => !HOP_BY_HOP.has((all[index - (index % 2)] ?? "").toLowerCase()));
}

function lowerCased(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

interface Upstream {
  readonly status: number;
  readonly headers: string[];
  readonly body: Buffer;
}

/** Methods that can be retried when the connection breaks (RFC 9110 section 9.2.2). */
const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS"]);

/** `agent`: false for a new connection. */
function forward(agent: Agent | false, incoming: IncomingMessage, url: URL, body: Buffer): Promise<Upstream> {
  return new Promise((resolve, reject) => {
    const headers = passedOn(incoming.rawHeaders);
    const method = incoming.method ?? "GET";
    const outgoing = request(url, { agent, method, headers }, (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 0, headers: passedOn(answer.rawHeaders), body: bytes }),
        reject,
      );
    });
    outgoing.once("error", (error) => {
      // A server may close an idle connection at the moment when it is used again.
      if (outgoing.reusedSocket && REPEATABLE.has(method)) resolve(forward(false, incoming, url, body));
      else reject(error);
    });
    outgoing.end(body);
  });
}

/** Received bytes of one connection that belong to no recorded request yet. */
class Tape {
  #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  /** Returns and removes the received bytes. A client sends its next request only after the answer to this one. */
  take(): Buffer {
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return bytes;
  }
}

/**
 * Starts a tap on a free loopback port. It records each request's raw bytes, refuses what it cannot read (CONNECT, upgrades)
 * and requests to other machines, and closes each connection after its answer: Chromium silently retries a request when a
 * *reused* connection breaks, which would be traffic that no page requested.
 */
export async function startWireTap(): Promise<WireTap> {
  const requests: TappedRequest[] = [];
  let rule: TapRule | undefined;
  const agent = new Agent({ keepAlive: true });
  const tapes = new WeakMap<Duplex, Tape>();
  const sockets = new Set<Socket>();

  function record(
    incoming: IncomingMessage,
    body: Buffer,
    raw: Buffer,
    outcome: TapOutcome,
    answered = { status: 0, tookMs: 0 },
  ): void {
    const url = incoming.url ?? "";
    requests.push({
      at: Date.now(),
      method: incoming.method ?? "",
      url,
      destination: URL.canParse(url) && outcome !== "refused" ? new URL(url).origin : url,
      headers: lowerCased(incoming),
      body,
      raw,
      outcome,
      ...answered,
    });
  }

  async function handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const raw = tapes.get(incoming.socket)?.take() ?? Buffer.alloc(0);
    const { method = "", url = "" } = incoming;
    const decision = rule?.({ method, url }) ?? "pass";
    if (!isLoopback(url)) {
      record(incoming, body, raw, "refused");
      answer.writeHead(403).end();
    } else if (decision === "cut") {
      record(incoming, body, raw, "cut");
      incoming.socket.destroy();
    } else {
      try {
        const startedAt = performance.now();
        const upstream = await forward(agent, incoming, new URL(url), body);
        const answered = { status: upstream.status, tookMs: performance.now() - startedAt };
        const lost = decision === "lose-response";
        record(incoming, body, raw, lost ? "response-lost" : "forwarded", answered);
        if (lost) incoming.socket.destroy();
        else answer.writeHead(upstream.status, upstream.headers).end(upstream.body);
      } catch {
        record(incoming, body, raw, "failed");
        incoming.socket.destroy();
      }
    }
  }

  const http = createServer({ keepAlive: false }, (incoming, answer) => {
    answer.shouldKeepAlive = false;
    // A browser that disconnects during its request has not sent a complete one.
    handle(incoming, answer).catch(() => incoming.socket.destroy());
  });
  const refuse = (incoming: IncomingMessage, socket: Duplex) => {
    record(incoming, Buffer.alloc(0), tapes.get(socket)?.take() ?? Buffer.alloc(0), "refused");
    socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
  };
  http.on("connect", refuse);
  http.on("upgrade", refuse);

  const listener = createSocketServer((socket) => {
    sockets.add(socket);
    const [near, far] = duplexPair();
    const tape = new Tape();
    tapes.set(far, tape);
    socket.on("data", (chunk) => {
      tape.add(chunk);
      near.write(chunk);
    });
    socket.on("end", () => near.end());
    const drop = () => {
      sockets.delete(socket);
      near.destroy();
      far.destroy();
    };
    socket.on("error", drop);
    socket.on("close", drop);
    near.on("error", () => socket.destroy());
    far.on("close", () => near.readableEnded || near.end());
    near.on("close", () => socket.destroySoon());
    near.pipe(socket);
    http.emit("connection", far);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  if (typeof address !== "object" || !address) throw new Error("The wire tap has no port.");

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    to: (origin) => requests.filter(({ destination }) => destination === origin),
    setRule: (next) => {
      rule = next;
    },
    clear: () => {
      requests.length = 0;
    },
    stop: async () => {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await closed;
    },
  };
}
