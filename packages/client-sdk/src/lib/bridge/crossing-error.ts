import { SedgeError } from "../sedge-error.ts";

/** The form in which a coded error crosses Comlink, which carries name and message alone. */
const CODED = /^([a-z][a-z0-9-]{0,63}): (.+)$/s;

/** What a call to the worker was rejected with, as a coded error. */
export function afterCrossing(error: unknown): SedgeError {
  if (error instanceof SedgeError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const [, code, sentence] = CODED.exec(message) ?? [];
  if (name === "SedgeError" && code && sentence) return new SedgeError(code, sentence);
  return new SedgeError("worker-failed", `The classifier failed: ${message}`);
}
