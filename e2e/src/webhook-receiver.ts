import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { TriggerNotice } from "@sedge/protocol";
import { Webhook } from "standardwebhooks";
import * as v from "valibot";

/** A received webhook, before its signature is verified. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The webhook endpoint of a channel's system: a real HTTP server. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** The statuses of the next answers; 204 after the last one. */
  readonly statuses: number[];
  /** Stops answering, as a dead machine does. */
  die(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a receiver on a free port, or on the port of one that died. */
export async function startReceiver(port = 0): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((webhook) => {
      received.push(webhook);
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the receiver has no port");
  const stop = async () => {
    server.closeAllConnections();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${address.port}/sedge`, received, statuses, die: stop, stop };
}

async function receive(request: IncomingMessage): Promise<ReceivedWebhook> {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature", "content-type"];
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? "")]));
  return { id: headers["webhook-id"] ?? "", headers, body: await text(request), at: Date.now() };
}

/** Verifies a webhook with the secret and returns its content. Throws if the signature is wrong or too old. */
export function opened({ headers, body }: ReceivedWebhook, secret: string): TriggerNotice {
  return v.parse(TriggerNotice, new Webhook(secret).verify(body, { ...headers }));
}

/** Headers of a webhook, signed with a secret. */
export function webhookHeaders(id: string, body: string, secret: string): Record<string, string> {
  const now = new Date();
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, now, body),
  };
}
