import { join } from "node:path";
import * as testbed from "@sedge/testbed";
import { inject } from "vitest";
import { rememberLoginKey } from "./login-keys.ts";

/** Starts both operators from the Workers built for this run. */
export async function startOperators(options?: testbed.OperatorsOptions): Promise<testbed.Operators> {
  const operators = await testbed.startOperators({ built: inject("built"), ...options });
  rememberLoginKey(operators);
  return operators;
}

let shared: Promise<testbed.Operators> | undefined;

/**
 * The operators of this process, for files that neither restart them, nor order rounds, nor count what they store, and whose
 * visitors have identifiers that no other file uses. A start takes four seconds of CPU time. They end with the process.
 */
export function sharedOperators(): Promise<testbed.Operators> {
  const persistTo = join(inject("folder"), `operators-${process.pid}`);
  shared ??= startOperators({ rateLimit: 100_000, persistTo });
  return shared;
}
