async function digest(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

/**
 * Whether a request shows `key` as its bearer token. Digests are compared in constant time: they have one length, so
 * that neither length nor first difference can be timed.
 */
export async function hasCredentials(request: Request, key: string): Promise<boolean> {
  const shown = /^Bearer ([\w-]{1,128})$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  return crypto.subtle.timingSafeEqual(await digest(shown), await digest(key));
}
