/** A request before it is bytes. */
export interface BenchRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How many network addresses the load comes from: each stays far under the address's rate limit, as visitors do. */
const ADDRESSES = 2_000;

/** An address of the range for benchmarks (RFC 2544, 198.18.0.0/15), the same for the same number. */
export function visitorAddress(number: number): string {
  const host = number % ADDRESSES;
  return `198.18.${Math.floor(host / 250)}.${(host % 250) + 1}`;
}

/**
 * The exact bytes of a request, so that nothing is left to do when the clock runs. `cf-connecting-ip` is what
 * Cloudflare's network tells a Worker of its visitor; here, with no network in front, the visitor says it.
 */
export function requestBytes({ method, path, body = "", headers = {} }: BenchRequest, visitor: number): Buffer {
  const all: Record<string, string> = {
    host: "127.0.0.1",
    "cf-connecting-ip": visitorAddress(visitor),
    ...(method === "POST" && { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}
