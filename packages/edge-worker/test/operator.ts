import type { EpochOrder } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { EDGE } from "./visitor.ts";

/** Secrets of the tests' aggregator, as vitest.config.ts has them. */
const AGGREGATOR_ADMIN_KEY = btoa("\u0007".repeat(32)).replaceAll("=", "");

type Answer = (request: Request) => Promise<Response> | Response;

/** An operator's own call of its console. */
export function admin(path: string, body: object | undefined, to: Answer, site = "demo"): Promise<Response> | Response {
  const headers = { authorization: `Bearer ${env.ADMIN_KEY}`, "content-type": "application/json" };
  const url = `${EDGE}/v1/operator/sites/${site}/${path}`;
  return to(new Request(url, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers }));
}

/** The same at the aggregator. */
export async function aggregatorAdmin(path: string, body?: object, site = "demo"): Promise<Response> {
  const headers = { authorization: `Bearer ${AGGREGATOR_ADMIN_KEY}`, "content-type": "application/json" };
  const url = `https://aggregator.test/v1/operator/sites/${site}/${path}`;
  const init = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  if (!env.AGGREGATOR) throw new Error("the tests have no aggregator");
  return env.AGGREGATOR.fetch(url, init);
}

/** One operator's order about its epochs, at both, in the order in which it has to be. */
export async function changeEpochs({ action, epoch }: { action: EpochOrder["action"]; epoch: number }, to: Answer) {
  const atEdge = () => admin("key-epochs", { action, epoch }, to);
  const atAggregator = () => aggregatorAdmin("key-epochs", { action, epoch });
  for (const order of action === "begin" ? [atAggregator, atEdge] : [atEdge, atAggregator]) {
    const response = await order();
    if (!response.ok) throw new Error(await response.text());
  }
}
