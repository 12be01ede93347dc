import { readJson } from "@sedge/operator";
import { TriggerOrder, type TriggerSecrets, type TriggerSettings } from "@sedge/protocol";
import { TRIGGER_ROUTES } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import type { EdgeVariables } from "../context.ts";
import { sagaReport } from "../identity/client/site-shards.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import { siteConsole } from "../site-console.ts";
import type { Sites } from "../site.ts";
import { deadWebhooks } from "./dead-webhooks.ts";
import { type SiteTriggers, readTriggers } from "./trigger-settings.ts";
import { webhookSecret } from "./webhook-secret.ts";

/** Largest order, in bytes: 100 rules of some 500 bytes, and their destinations. */
const MAX_ORDER_BYTES = 131_072;

/** Adds TRIGGER_ROUTES: what the operator sees of its sites' triggers and unfinished sagas, and sets, under its admin key. */
export function serveTriggers(
  app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>,
  sites: Sites,
  triggers: SiteTriggers,
): void {
  const serve = siteConsole(app, TRIGGER_ROUTES, sites);
  serve("triggers", (_request, env, site) => readTriggers(env.DB, site));
  serve("setTriggers", async (request, env, site) => {
    const order = await readJson(request, TriggerOrder, MAX_ORDER_BYTES);
    return withSecrets(await triggers.set(env.DB, site, order), env, site);
  });
  serve("deadWebhooks", (_request, env, site) => deadWebhooks(env.DB, site));
  serve("sagas", (_request, env, site) => sagaReport(env, site));
}

async function withSecrets(settings: TriggerSettings, env: EdgeEnv, site: string): Promise<TriggerSecrets> {
  const secrets = settings.destinations.flatMap(({ channel, secrets: numbers }) =>
    numbers.map(async (number) => {
      const secret = await webhookSecret(settingsOf(env).PRF_SEED, site, channel, number);
      return { channel, number, secret };
    }),
  );
  return { ...settings, secrets: await Promise.all(secrets) };
}
