import { parse, readJson, Refusal } from "@sedge/operator";
import { ErasureAnswer, type ErasureRequests, LoginKey, Sha256Hex } from "@sedge/protocol";
import { LOGIN_ROUTES } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import * as v from "valibot";
import type { EdgeVariables } from "../context.ts";
import { Identity } from "../identity/client/identity.ts";
import type { EdgeEnv } from "../settings.ts";
import { siteConsole } from "../site-console.ts";
import type { Sites } from "../site.ts";
import type { SiteRules } from "../site-rules.ts";
import { FiledErasures } from "./erasure-requests.ts";
import type { LoginKeyStore } from "./login-keys.ts";
import { exportReceipts } from "./receipt-export.ts";

const ReceiptQuery = v.object({ sha256: Sha256Hex, after: v.union([v.literal(""), Sha256Hex]) });
import { Rights } from "./rights.ts";

/** What the routes need of the edge. */
interface LoginParts {
  readonly sites: Sites;
  readonly rules: SiteRules;
  readonly loginKeys: LoginKeyStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Adds LOGIN_ROUTES: the keys of a site's login, and the erasures that the site must answer, under the operator's admin key. */
export function serveLogin(
  app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>,
  { sites, rules, loginKeys, now }: LoginParts,
): void {
  const serve = siteConsole(app, LOGIN_ROUTES, sites);
  const listed = async ({ DB }: EdgeEnv, site: string): Promise<ErasureRequests> => ({
    requests: await new FiledErasures(DB, site).all(),
  });
  serve("loginKeys", async (_request, { DB }, site) => ({ keys: await loginKeys.of(DB, site) }));
  serve("registerLoginKey", async (request, { DB }, site) => ({
    keys: await loginKeys.register(DB, site, await readJson(request, LoginKey)),
  }));
  serve("erasureRequests", (_request, env, site) => listed(env, site));
  serve("receipts", async (request, { DB }, site) => {
    const { pathname, searchParams } = new URL(request.url);
    const asked = { sha256: pathname.split("/").at(-1), after: searchParams.get("after") ?? "" };
    const { sha256, after } = parse(ReceiptQuery, asked);
    return exportReceipts(DB, site, sha256, after);
  });
  serve("answerErasure", async (request, env, site) => {
    const { token, answer } = await readJson(request, ErasureAnswer);
    const filed = new FiledErasures(env.DB, site);
    const open = await filed.find(token);
    if (!open) throw new Refusal("unknown-profile");
    if (answer === "erase") {
      const identity = new Identity(env, site, await rules.of(env.DB, site));
      // The site knows whose this token is, and not what others have joined to it.
      const part = new Rights([token]).partOf(token, await identity.read(token));
      await identity.erase(token, { operationId: open.operationId, at: Math.floor(now() / 1_000) }, { part });
    }
    await filed.finish([token]);
    return listed(env, site);
  });
}
