import { SedgeError } from "../sedge-error.ts";
import type { SedgeErrorCode } from "../sedge-error-code.ts";

/** The form in which a coded error crosses Comlink, which carries name and message alone. */
const CODED = /^([a-z][a-z0-9-]{0,63}): (.+)$/s;

/** What a call to the worker was rejected with, as a coded error. */
export function afterCrossing(error: unknown): SedgeError {
  if (error instanceof SedgeError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const [, code, sentence] = CODED.exec(message) ?? [];
  // The worker is of the same build, so its codes are those of the type; a list of them would cost the page 1 KB.
  if (name === "SedgeError" && code && sentence) return new SedgeError(code as SedgeErrorCode, sentence);
  return new SedgeError("worker-failed", `The classifier failed: ${message}`);
}
