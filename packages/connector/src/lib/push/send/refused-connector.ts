import type { ProblemCode } from "@sedge/protocol";
import { CommandError } from "../../command-error.ts";
import { OperatorsError } from "../../operators/operators-error.ts";

const REFUSALS: ReadonlySet<string> = new Set<ProblemCode>([
  "unauthorised-connector",
  "connector-revoked",
  "scope-missing",
  "wrong-channel",
]);

/**
 * Converts errors that only the connector's owner can fix into CommandErrors.
 *
 * @throws CommandError `clock-off` or `key-refused`; OperatorsError for any other refusal.
 */
export async function asConnectorError<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof OperatorsError)) throw error;
    const { code, message, now } = error;
    if (code === "stale-request" && now !== undefined) throw clockOff(now - Math.floor(Date.now() / 1_000));
    throw REFUSALS.has(code) ? keyRefused(code, message) : error;
  }
}

/** The error for a wrong clock. `seconds`: the operators' clock minus this machine's. */
function clockOff(seconds: number): CommandError {
  const way = seconds > 0 ? "behind" : "ahead of";
  return new CommandError(
    "clock-off",
    `this machine's clock is ${spanOf(Math.abs(seconds))} ${way} the operators'; set it right, then call again.`,
  );
}

function spanOf(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3_600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}`] : [])).join(" ");
}

/** The error for a refused key. `code`, `title`: those of the problem document. */
export function keyRefused(code: string, title: string): CommandError {
  return new CommandError("key-refused", `the operators refuse this connector's key (${code}). ${title}`);
}
