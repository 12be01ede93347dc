import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** The parts of an edge's answer that a mirror can change. */
export interface Mirrored {
  readonly status: number;
  readonly body: Buffer;
}

/** A request to the mirror. */
export interface MirroredRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string;
}

/** Headers that apply to one connection only, or that a changed body invalidates. */
const OF_THE_CONNECTION = ["connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding"];

/**
 * Starts a proxy in front of the real edge that can change any answer, or only record requests. It stops at the end of the
 * current test. Resolves to its address.
 */
export async function startEdgeMirror(
  edgeUrl: string,
  change: (path: string, answer: Mirrored, request: MirroredRequest) => Mirrored,
): Promise<string> {
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = request;
    const sent = await buffer(request);
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
    const answer = await fetch(`${edgeUrl}${url}`, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(sent.length > 0 && { body: sent }),
    });
    const { status, body } = change(
      url,
      { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) },
      { method, path: url, body: sent.toString("utf8") },
    );
    const kept = [...answer.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name));
    response.writeHead(status, Object.fromEntries(kept)).end(status === 204 ? undefined : body);
  }
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The mirror has no port.");
  return `http://127.0.0.1:${address.port}`;
}
