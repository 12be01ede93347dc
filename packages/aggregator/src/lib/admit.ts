import { type AppVariables, Refusal, hasCredentials } from "@sedge/operator";
import type { SiteId } from "@sedge/protocol";
import type { Context } from "hono";
import { type AggregatorEnv, settingsOf } from "./settings.ts";

export type AggregatorContext = Context<{ Bindings: AggregatorEnv; Variables: AppVariables }>;

/** The site that an authorised operator asks about. @throws {Refusal} `unauthorised-operator`, `unknown-site` */
export async function admit(context: AggregatorContext, route: string): Promise<SiteId> {
  context.set("route", route);
  const { OPERATOR_KEY, SITES } = settingsOf(context.env);
  // The key comes first: an outsider does not learn which sites there are.
  if (!(await hasCredentials(context.req.raw, OPERATOR_KEY))) throw new Refusal("unauthorised-operator");
  const site = SITES.find((name) => name === context.req.param("site"));
  if (!site) throw new Refusal("unknown-site");
  return site;
}
