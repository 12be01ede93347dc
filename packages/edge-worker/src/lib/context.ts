import type { AppVariables } from "@sedge/operator";
import type { Context, MiddlewareHandler } from "hono";
import type { AggregatorKeys } from "./aggregator-keys.ts";
import type { ReadEpochs } from "./epochs.ts";
import type { Learning } from "./rounds/running-tasks.ts";
import type { LoginKeyStore } from "./rights/login-keys.ts";
import type { EdgeEnv } from "./settings.ts";
import type { Site } from "./site.ts";
import type { SiteFiles } from "./site-files.ts";
import type { SiteTriggers } from "./triggers/trigger-settings.ts";

/** What the middlewares leave for the routes. */
export interface EdgeVariables extends AppVariables {
  readonly site: Site;
  /** The origin that CORS admits for this answer; undefined for none. */
  readonly origin: string | undefined;
  /** Whether the sender's address is over its rate. */
  readonly isAddressOver: boolean;
  /** Reads which key epochs of the site are read; `isFresh`: not from this isolate's memory. */
  readonly epochs: (isFresh?: boolean) => Promise<ReadEpochs>;
  /** The aggregator's keys, to compare with what it evaluates. */
  readonly aggregatorKeys: AggregatorKeys;
  /** The keys with which sites' logins sign proofs of control. */
  readonly loginKeys: LoginKeyStore;
  /** Reads what the aggregator published for the site. */
  readonly files: () => Promise<SiteFiles>;
  /** Reads the site's running round and what was spent; `isFresh`: not from this isolate's memory. */
  readonly learning: (isFresh?: boolean) => Promise<Learning>;
  /** The rules of sites for triggers, and the time that they are judged at, in milliseconds since 1970. */
  readonly triggers: { readonly triggers: SiteTriggers; readonly now: () => number };
}

export type EdgeContext = Context<{ Bindings: EdgeEnv; Variables: EdgeVariables }>;
export type EdgeMiddleware = MiddlewareHandler<{ Bindings: EdgeEnv; Variables: EdgeVariables }>;
