/**
 * A store has to be asked again later. It may be thrown in one object and met in another: between objects, an error keeps its message
 * and loses its class, so the message names it.
 */
export class StorageUnavailableError extends Error {
  override readonly name = "StorageUnavailableError";

  constructor(reason: string) {
    super(`${PREFIX}${reason}`);
  }
}

const PREFIX = "storage-unavailable: ";
/** D1's errors begin so, and so does the platform's own error of a connection that broke. */
const FROM_STORE = /^(?:D1_ERROR|D1_EXEC_ERROR|Network connection lost)/;
/** What SQLite adds to the error of a statement. */
const STATEMENT = /SQLITE_[A-Z]+/;
/** Of these, what ends by itself, or once the operator has made room. Everything else is a fault of the statement. */
const PASSING = new Set([
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_FULL",
  "SQLITE_IOERR",
  "SQLITE_NOMEM",
  "SQLITE_CANTOPEN",
]);

/**
 * Whether an error means that D1 or a Durable Object cannot be reached or is overloaded, so that the request may be sent again. Durable
 * Objects mark such errors (`retryable`, `overloaded`: https://developers.cloudflare.com/durable-objects/best-practices/error-handling/),
 * D1 describes them (https://developers.cloudflare.com/d1/observability/debug-d1/).
 */
export function isStorageUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("retryable" in error && error.retryable === true) return true;
  if ("overloaded" in error && error.overloaded === true) return true;
  if (error.message.startsWith(PREFIX)) return true;
  if (!FROM_STORE.test(error.message)) return false;
  const code = STATEMENT.exec(error.message)?.[0];
  return code === undefined || PASSING.has(code);
}
