import { Refusal } from "@sedge/operator";
import type { EdgeContext } from "./context.ts";

/** The limits' period in wrangler.jsonc, in seconds. */
const LIMIT_PERIOD_SECONDS = 60;

/** The network address as Cloudflare gives it. Used as the key of counters in memory, and for nothing else. */
export function addressOf(context: EdgeContext): string {
  return context.req.header("cf-connecting-ip") ?? "unknown";
}

export function overRate(): Refusal {
  return Refusal.retryLater("rate-limited", LIMIT_PERIOD_SECONDS);
}

export async function isAddressOver(context: EdgeContext): Promise<boolean> {
  return !(await context.env.ADDRESS_LIMIT.limit({ key: addressOf(context) })).success;
}

/** Refuses what is over the address's or the site's rate. @throws {Refusal} `rate-limited` */
export async function checkRate(context: EdgeContext): Promise<void> {
  const isOver =
    context.get("isAddressOver") || !(await context.env.SITE_LIMIT.limit({ key: context.get("site").id })).success;
  if (isOver) throw overRate();
}
