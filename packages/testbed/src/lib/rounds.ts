import { type RoundOrder, RoundReport } from "@sedge/protocol";
import * as v from "valibot";
import type { Operators } from "./operators.ts";

/** Addresses and keys of the operators' consoles. */
type Consoles = Pick<Operators, "edgeUrl" | "edgeAdminKey">;

async function ask({ edgeUrl, edgeAdminKey }: Consoles, site: string, order?: RoundOrder): Promise<RoundReport> {
  const headers = { authorization: `Bearer ${edgeAdminKey}`, "content-type": "application/json" };
  const init = order ? { method: "POST", headers, body: JSON.stringify(order) } : { headers };
  const answer = await fetch(`${edgeUrl}/v1/operator/sites/${site}/rounds`, init);
  if (!answer.ok) throw new Error(`The edge refused a round order: ${await answer.text()}`);
  return v.parse(RoundReport, await answer.json());
}

/** The site's rounds, latest first, as the edge's operator sees them. */
export function roundsOf(consoles: Consoles, site = "demo"): Promise<RoundReport> {
  return ask(consoles, site);
}

/** Opens, closes or abandons a round of the site, as the edge's operator does. Throws with the refusal's text. */
export function orderRound(consoles: Consoles, order: RoundOrder, site = "demo"): Promise<RoundReport> {
  return ask(consoles, site, order);
}

/** Opens a round unless one runs. */
export async function ensureRound(
  consoles: Consoles,
  order: Omit<RoundOrder & { action: "open" }, "action"> = {},
): Promise<void> {
  const [latest] = (await roundsOf(consoles)).rounds;
  if (latest && !latest.end) return;
  await orderRound(consoles, { action: "open", ...order });
}
