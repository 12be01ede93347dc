import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type HttpAnswer, ResponseReader } from "./response-reader.ts";

/** The requests to send, and the load. */
export interface Load {
  readonly port: number;
  /** Exact bytes of each request. */
  readonly requests: readonly Uint8Array[];
  /** Whether requests may repeat. Signed ones may not, and the load ends when they run out. */
  readonly repeat: boolean;
  /** Kept-alive connections, each with one request at a time. */
  readonly connections: number;
  readonly seconds: number;
}

/** One request with its answer. */
export interface Exchange extends HttpAnswer {
  /** Index in `requests`. */
  readonly index: number;
  /** Time from the first byte written to the last byte read, in milliseconds. */
  readonly ms: number;
}

export interface LoadResult {
  readonly exchanges: readonly Exchange[];
  /** Time from the first byte written to the last answer, in seconds. */
  readonly seconds: number;
}

/** Exchanges per second. */
export function rateOf({ exchanges, seconds }: LoadResult): number {
  return exchanges.length / seconds;
}

/** Stores equal bodies once: ten thousand copies of a codebook would add garbage collection to the measurement. */
function bodyKeeper(): (body: Buffer) => Buffer {
  let last: Buffer = Buffer.alloc(0);
  return (body) => {
    if (!body.equals(last)) last = Buffer.from(body);
    return last;
  };
}

/**
 * Sends requests over kept-alive connections until the time is up or none is left, and stores every answer for a check after
 * the measurement. Rejects when a connection breaks.
 */
export async function load({ port, requests, repeat, connections, seconds }: Load): Promise<LoadResult> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => connected(port)));
  const exchanges: Exchange[] = [];
  const keep = bodyKeeper();
  let sent = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const next = (): number | undefined => {
    if (performance.now() >= endsAt || (!repeat && sent >= requests.length)) return undefined;
    return sent++ % requests.length;
  };

  const drive = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      const responses = new ResponseReader();
      let index = 0;
      let writtenAt = 0;
      const send = () => {
        const chosen = next();
        const bytes = chosen === undefined ? undefined : requests[chosen];
        if (chosen === undefined || !bytes) return resolve();
        index = chosen;
        writtenAt = performance.now();
        socket.write(bytes);
      };
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("the Worker closed a connection during the load")));
      socket.on("data", (chunk: Buffer) => {
        try {
          for (const { status, body } of responses.push(chunk)) {
            exchanges.push({ index, status, body: keep(body), ms: performance.now() - writtenAt });
            send();
          }
        } catch (error) {
          reject(error);
        }
      });
      send();
    });

  try {
    await Promise.all(sockets.map(drive));
    return { exchanges, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}
