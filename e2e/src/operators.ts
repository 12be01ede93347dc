import * as testbed from "@sedge/testbed";
import { inject } from "vitest";

/** Starts both operators from the Workers that all files of a run share. */
export function startOperators(options?: testbed.OperatorsOptions): Promise<testbed.Operators> {
  return testbed.startOperators({ built: inject("built"), ...options });
}
