import type { IncomingMessage, ServerResponse } from "node:http";
import { bodyUpTo, MAX_WEBHOOK_BYTES } from "./webhook-body.ts";

/** Adapts a receiver to `node:http`. */
export function nodeListener(
  handle: (request: Request) => Promise<Response>,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => {
    const answer = async () => {
      const response = await handle(await requestOf(incoming));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.text());
    };
    answer().catch(() => {
      // The response does not reveal the error; the sender retries.
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  };
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  // Truncates a longer body by one byte over the limit, so that the receiver rejects it.
  const body = hasBody ? { body: await bodyUpTo(incoming, MAX_WEBHOOK_BYTES + 1) } : {};
  return new Request(new URL(incoming.url ?? "/", "http://receiver.invalid"), { method, headers, ...body });
}
