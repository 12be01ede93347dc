import { Refusal } from "../src/lib/refusal.ts";

function described(error: unknown): object {
  if (!(error instanceof Refusal)) throw error;
  return {
    code: error.code,
    ...error.extra,
    ...(error.headers["retry-after"] && { retryAfter: error.headers["retry-after"] }),
  };
}

/** What `work` refuses: code, details and `Retry-After`. Undefined if it refuses nothing; any other error passes. */
export function refusalBy(work: () => unknown): object | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return described(error);
  }
}

/** The same for asynchronous work. */
export async function refusalOf(work: Promise<unknown>): Promise<object | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return described(error);
  }
}
