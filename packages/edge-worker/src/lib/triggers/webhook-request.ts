import type { Secret } from "@sedge/operator";
import type { TriggerNotice, WebhookDestination } from "@sedge/protocol";
import { Webhook } from "standardwebhooks";
import { secondsOf } from "./hour.ts";
import type { StoredWebhook } from "./trigger-rows.ts";
import { webhookSecret } from "./webhook-secret.ts";

/**
 * A webhook as it is sent (https://www.standardwebhooks.com): the same id and body however often, signed again each time with each
 * of the destination's secrets.
 * @param now - Milliseconds since 1970.
 */
export async function webhookRequest(
  site: string,
  { id, token, channel, findings, hour }: Omit<StoredWebhook, "sent">,
  { url, secrets }: WebhookDestination,
  seed: Secret,
  now: number,
): Promise<Request> {
  const notice: TriggerNotice = {
    type: "sedge.trigger",
    timestamp: new Date(secondsOf(hour) * 1_000).toISOString(),
    data: { site, channel, token, ...findings },
  };
  const body = JSON.stringify(notice);
  const at = new Date(now);
  const signatures = await Promise.all(
    secrets.map(async (number) => new Webhook(await webhookSecret(seed, site, channel, number)).sign(id, at, body)),
  );
  return new Request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now / 1_000)),
      "webhook-signature": signatures.join(" "),
    },
    body,
    // A redirect could lead to a host that the operator has not named.
    redirect: "manual",
  });
}
