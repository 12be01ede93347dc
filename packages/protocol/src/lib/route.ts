import type * as v from "valibot";
import type { Purpose } from "./purpose.ts";
import type { ProblemCode } from "./problem.ts";
import type { PromiseRow } from "./promise-row.ts";
import type { SignedAction } from "./signed-message.ts";

/** One address of an operator: what it takes, what it answers, and what the promise says of it. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Path with `:site` and other parameters, as Hono writes them. */
  readonly path: string;
  readonly summary: string;
  readonly request?: v.GenericSchema;
  readonly response: v.GenericSchema;
  /** Media type of an answer, where it is lines of `response` and not one. */
  readonly responseType?: "application/x-ndjson";
  /** Rows of the promise that a request carries; empty for public files and between operators. */
  readonly rows: readonly PromiseRow[];
  /** The consent without which a device does not send it. */
  readonly purpose?: Purpose;
  /** For signed routes: the only action whose message is taken here. */
  readonly action?: SignedAction;
  readonly problems: readonly ProblemCode[];
}
