import { ConnectorRegistration, EpochOrder, type KeyEpochs, RoundOrder, type RoundReport } from "@sedge/protocol";
import { ADMIN_ROUTES } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import { hasCredentials } from "./credentials.ts";
import type { AppVariables } from "./operator-app.ts";
import { readJson } from "./json-body.ts";
import type { PrfKeeper } from "./prf/prf-keeper.ts";
import type { PrfLimits } from "./prf/prf-limits.ts";
import { Refusal } from "./refusal.ts";
import type { Secret } from "./secret.ts";

/** What the console's routes need from the Worker that serves them. */
export interface AdminParts<Env> {
  /** Without an admin key, every request is refused. */
  readonly adminKey: (env: Env) => Secret | undefined;
  /** Undefined if this operator does not serve the site. */
  readonly keeper: (env: Env, site: string) => Promise<DurableObjectStub<PrfKeeper> | undefined>;
  readonly limits: (env: Env) => PrfLimits;
  readonly epochs: (env: Env, site: string) => Promise<KeyEpochs>;
  /** @throws {Refusal} `key-epoch-order`, and the refusals of the paired operator */
  readonly changeEpochs: (env: Env, site: string, order: EpochOrder) => Promise<void>;
  readonly rounds: (env: Env, site: string) => Promise<RoundReport>;
  /** @throws {Refusal} `round-order`, `privacy-budget-spent`, and the refusals of the paired operator */
  readonly orderRound: (env: Env, site: string, order: RoundOrder) => Promise<void>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Adds ADMIN_ROUTES, which an operator uses with its admin key to see and change its sites' keys, budgets and rounds. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the other routes keep in the context
export function serveAdmin<Env extends object, Variables extends AppVariables>(
  app: Hono<{ Bindings: Env; Variables: Variables }>,
  parts: AdminParts<Env>,
): void {
  type Answer = (request: Request, env: Env, site: string, keeper: DurableObjectStub<PrfKeeper>) => Promise<unknown>;
  const serve = (name: keyof typeof ADMIN_ROUTES, answer: Answer) => {
    app.on(ADMIN_ROUTES[name].method, ADMIN_ROUTES[name].path, async (context) => {
      context.set("route", name);
      const { env, req } = context;
      const key = parts.adminKey(env);
      // The key comes first: an outsider does not learn which sites there are.
      if (key === undefined || !(await hasCredentials(req.raw, key))) throw new Refusal("unauthorised-admin");
      const site = req.param("site");
      const keeper = await parts.keeper(env, site);
      if (!keeper) throw new Refusal("unknown-site");
      return Response.json(await answer(req.raw, env, site, keeper));
    });
  };
  serve("prfBudget", (_request, env, _site, keeper) => keeper.budget(parts.limits(env), parts.now()));
  serve("keyEpochs", (_request, env, site) => parts.epochs(env, site));
  serve("changeKeyEpochs", async (request, env, site) => {
    await parts.changeEpochs(env, site, await readJson(request, EpochOrder));
    return parts.epochs(env, site);
  });
  serve("connectors", async (_request, _env, _site, keeper) => ({ connectors: await keeper.connectors() }));
  serve("registerConnector", async (request, _env, _site, keeper) => {
    const registration = await readJson(request, ConnectorRegistration);
    if (!(await keeper.registerConnector(registration, parts.now()))) throw new Refusal("too-many-connector-keys");
    return { connectors: await keeper.connectors() };
  });
  serve("rounds", (_request, env, site) => parts.rounds(env, site));
  serve("orderRound", async (request, env, site) => {
    await parts.orderRound(env, site, await readJson(request, RoundOrder));
    return parts.rounds(env, site);
  });
}
