import { Refusal } from "@sedge/operator";

async function digest(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

/**
 * Refuses whoever does not show the operator key as a bearer token. Digests are compared in constant time: they have
 * one length, so that neither length nor first difference can be timed.
 * @throws {Refusal} `unauthorised-operator`
 */
export async function checkOperatorKey(request: Request, key: string): Promise<void> {
  const shown = /^Bearer ([\w-]{1,128})$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!crypto.subtle.timingSafeEqual(await digest(shown), await digest(key))) {
    throw new Refusal("unauthorised-operator");
  }
}
