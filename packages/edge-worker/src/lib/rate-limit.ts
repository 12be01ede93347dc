import { countedNetworks, Refusal } from "@sedge/operator";
import type { EdgeContext } from "./context.ts";
import { settingsOf } from "./settings.ts";

/** The limits' period in wrangler.jsonc, in seconds. */
const LIMIT_PERIOD_SECONDS = 60;

/**
 * The network address that a request comes from, for counters and for nothing else. Cloudflare's network sets the header, and
 * overwrites what a client writes there. A Worker that runs elsewhere may trust it only behind a proxy that does the same, which
 * the setting `ADDRESS_FROM` says; otherwise a client could pose as any address, so all count as one.
 */
export function addressOf(context: EdgeContext): string {
  const isTrusted = settingsOf(context.env).ADDRESS_FROM === "proxy" || context.req.raw.cf !== undefined;
  return (isTrusted && context.req.header("cf-connecting-ip")) || "unknown";
}

export function overRate(): Refusal {
  return Refusal.retryLater("rate-limited", LIMIT_PERIOD_SECONDS);
}

/** Whether an address, its /64 in IPv6, or that one's /48 is over its rate. */
export async function isAddressOver(context: EdgeContext): Promise<boolean> {
  const { ADDRESS_LIMIT, NETWORK_LIMIT } = context.env;
  const [subscriber, ...larger] = countedNetworks(addressOf(context));
  const answers = await Promise.all([
    ADDRESS_LIMIT.limit({ key: subscriber.network }),
    ...larger.slice(-1).map(({ network }) => NETWORK_LIMIT.limit({ key: network })),
  ]);
  return answers.some(({ success }) => !success);
}

/** Refuses what is over the address's or the site's rate. @throws {Refusal} `rate-limited` */
export async function checkRate(context: EdgeContext): Promise<void> {
  const isOver =
    context.get("isAddressOver") || !(await context.env.SITE_LIMIT.limit({ key: context.get("site").id })).success;
  if (isOver) throw overRate();
}
