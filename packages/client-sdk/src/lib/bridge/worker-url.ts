import { SedgeError } from "../sedge-error.ts";

interface Policy {
  createScriptURL(url: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

let policy: Policy | undefined;
/** The one address that the policy lets through, set just before it is asked. */
let allowed = "";

/**
 * A worker's address as the page's Trusted Types want it, through the policy `sedge`, which passes no address but this one.
 * @throws SedgeError `worker-blocked` where the page's policy allows no policy of that name.
 */
export function trustedWorkerUrl(window: Window & { readonly trustedTypes?: unknown }, url: string): string {
  const factory = window.trustedTypes as PolicyFactory | undefined;
  if (!factory) return url;
  allowed = url;
  try {
    policy ??= factory.createPolicy("sedge", {
      createScriptURL: (asked) => {
        if (asked !== allowed) throw new TypeError("not the worker's address");
        return asked;
      },
    });
    // Where Trusted Types exist, the Worker constructor takes the object; the type library knows the string alone.
    return policy.createScriptURL(url) as string;
  } catch {
    throw new SedgeError("worker-blocked", "`trusted-types` does not list the policy `sedge`.");
  }
}

/**
 * A module worker's source for a script that lies on another origin, of which browsers start no worker: a script of the page's
 * own origin that imports it.
 */
export function bootstrapUrl(scriptUrl: string): string {
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(scriptUrl)};`], { type: "text/javascript" }));
}
