/** A request before serialisation. */
export interface BenchRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Number of client addresses of the load. Each stays far below the rate limit per address, like real visitors. */
const ADDRESSES = 2_000;

/** An address of the benchmark range (RFC 2544, 198.18.0.0/15), the same for the same number. */
export function visitorAddress(number: number): string {
  const host = number % ADDRESSES;
  return `198.18.${Math.floor(host / 250)}.${(host % 250) + 1}`;
}

/**
 * The exact bytes of a request, so that no work remains during the measurement. Cloudflare's network sets `cf-connecting-ip`
 * to the client's address. Here there is no network in front, so the client sets it.
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
