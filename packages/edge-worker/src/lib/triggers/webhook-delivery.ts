import { describeError, writeLog } from "@sedge/operator";
import type { LinkToken, TriggerSettings } from "@sedge/protocol";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import { Identity } from "../identity/client/identity.ts";
import { USUAL_RULES } from "../identity/operations/identity-rules.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import { areConsented } from "./consented.ts";
import { keepDead } from "./dead-webhooks.ts";
import { ProfileTriggers } from "./profile-triggers.ts";
import { retryAfterSeconds } from "./retry-delay.ts";
import type { StoredWebhook } from "./trigger-rows.ts";
import { readTriggers } from "./trigger-settings.ts";
import { webhookRequest } from "./webhook-request.ts";
import { WebhookTicket } from "./webhook-ticket.ts";
import * as v from "valibot";

/** A destination that has not answered after so long has failed: what Standard Webhooks recommends, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** Name of the dead-letter queue. */
const DEAD_QUEUE = "sedge-webhooks-dead";

/** The result of one attempt. */
type WebhookResult = "settled" | "failed";

/**
 * Serves both queues. A webhook is settled once its destination has taken it, or none may be sent any more; what fails is tried
 * again, each time later, and after the last try listed as dead.
 * @param now - Milliseconds since 1970.
 */
export async function deliverWebhooks(batch: MessageBatch, env: EdgeEnv, now: () => number): Promise<void> {
  const isDead = batch.queue === DEAD_QUEUE;
  await Promise.all(
    batch.messages.map(async (message) => {
      const ticket = v.safeParse(WebhookTicket, message.body);
      // A retry cannot make a malformed ticket deliverable.
      if (!ticket.success) return message.ack();
      const result = await (isDead ? bury(ticket.output, env, now) : deliver(ticket.output, env, now)).catch(
        (error: unknown) => {
          writeLog({ event: "webhook-failed", site: ticket.output.site, ...describeError(error) });
          return "failed" as const;
        },
      );
      if (result === "settled") message.ack();
      else message.retry({ delaySeconds: retryAfterSeconds(message.attempts, settingsOf(env).WEBHOOK_RETRY_SECONDS) });
    }),
  );
}

/** The webhook to send, if it is still wanted, and whose it is, if it is there at all. */
interface Wanted {
  readonly webhook?: StoredWebhook | undefined;
  readonly token?: LinkToken;
}

/** Asks the profile's home for the webhook: gone with its profile, its token, or its consent, it is wanted no more. */
async function wanted(ticket: WebhookTicket, env: EdgeEnv, identity: Identity): Promise<Wanted> {
  const found = await new ProfileTriggers(identity).webhook(ticket);
  if (!found) return {};
  const { webhook, members } = found;
  // Checked right before delivery, so that a later withdrawal prevents it.
  const own = await new ChannelReaders(identity).channelTokens([webhook.token], webhook.channel);
  const isWanted = own.length > 0 && (await areConsented(env.DB, ticket.site, members));
  return { webhook: isWanted ? webhook : undefined, token: webhook.token };
}

async function deliver(ticket: WebhookTicket, env: EdgeEnv, now: () => number): Promise<WebhookResult> {
  const { site, id } = ticket;
  const identity = new Identity(env, site, USUAL_RULES);
  const { webhook, token } = await wanted(ticket, env, identity);
  const destination = webhook && destinationOf(await readTriggers(env.DB, site), webhook);
  if (webhook && destination) {
    const request = await webhookRequest(site, webhook, destination, settingsOf(env).PRF_SEED, now());
    const response = await fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    await response?.body?.cancel();
    if (!response?.ok) {
      writeLog({ event: "webhook-failed", site, status: response?.status ?? 0 });
      return "failed";
    }
  }
  if (token !== undefined) await new ProfileTriggers(identity).settle(token, id);
  return "settled";
}

/** The destination, unless its rule or the destination itself was deleted. */
function destinationOf({ rules, destinations }: TriggerSettings, { channel, findings }: StoredWebhook) {
  if (!rules.some(({ name }) => name === findings.rule)) return undefined;
  return destinations.find((one) => one.channel === channel);
}

async function bury(ticket: WebhookTicket, env: EdgeEnv, now: () => number): Promise<WebhookResult> {
  const { site, id } = ticket;
  const triggers = new ProfileTriggers(new Identity(env, site, USUAL_RULES));
  const found = await triggers.webhook(ticket);
  if (!found) return "settled";
  await keepDead(env.DB, site, found.webhook, now());
  await triggers.settle(found.webhook.token, id);
  return "settled";
}
