import * as testbed from "@sedge/testbed";
import { inject } from "vitest";

/** Starts both operators from the Workers built for this run. */
export function startOperators(options?: testbed.OperatorsOptions): Promise<testbed.Operators> {
  return testbed.startOperators({ built: inject("built"), ...options });
}
