import type { DoorVariables } from "@sedge/operator";
import type { Context, MiddlewareHandler } from "hono";
import type { ReadEpochs } from "./epochs.ts";
import type { EdgeEnv } from "./settings.ts";
import type { Site } from "./site.ts";
import type { SiteFiles } from "./site-files.ts";

/** What the middlewares leave for the routes. */
export interface EdgeVariables extends DoorVariables {
  readonly site: Site;
  /** The origin that CORS admits for this answer; undefined for none. */
  readonly origin: string | undefined;
  /** Whether the sender's address is over its rate. */
  readonly isAddressOver: boolean;
  /** Reads which key epochs of the site are read; `anew`: not from this isolate's memory. */
  readonly epochs: (anew?: boolean) => Promise<ReadEpochs>;
  /** Reads what the aggregator published for the site. */
  readonly files: () => Promise<SiteFiles>;
}

export type EdgeContext = Context<{ Bindings: EdgeEnv; Variables: EdgeVariables }>;
export type EdgeMiddleware = MiddlewareHandler<{ Bindings: EdgeEnv; Variables: EdgeVariables }>;
