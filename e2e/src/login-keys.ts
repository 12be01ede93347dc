import type { Operators } from "@sedge/testbed";

const loginKeys = new Map<string, string>();

/** Remembers the login key of operators that this process has started. */
export function rememberLoginKey({ edgeUrl, loginKey }: Operators): void {
  loginKeys.set(edgeUrl, loginKey);
}

/** The secret of the demo site's login key at an edge of this process. */
export function loginKeyAt(edgeUrl: string): string {
  const key = loginKeys.get(edgeUrl);
  if (key === undefined) throw new Error(`This process has started no edge at ${edgeUrl}.`);
  return key;
}
