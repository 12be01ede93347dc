import { PURPOSES } from "@sedge/protocol";
import type { ConsentState } from "../consent-state.ts";

/** The decision as hosts of one site share it. */
export type SharedDecision = Pick<ConsentState, "purposes" | "day" | "policyVersion" | "policySha256">;

const VALUE = /^([a-z+]*)~(\d{4}-\d\d-\d\d)~([\w.-]*)~([0-9a-f]{64}|)$/;
/** Days that the cookie is kept. */
const KEPT_DAYS = 180;

const nameOf = (site: string) => `sedge-${site}=`;

/** The shared decision in a page's cookies; undefined for none, or one of another form. */
export function readShared(cookies: string, site: string): SharedDecision | undefined {
  const name = nameOf(site);
  const cookie = cookies.split("; ").find((one) => one.startsWith(name));
  const [, given = "", day, policyVersion = "", policySha256] = VALUE.exec(cookie?.slice(name.length) ?? "") ?? [];
  if (!day) return undefined;
  const purposes = PURPOSES.filter((purpose) => given.split("+").includes(purpose));
  return { purposes, day, policyVersion, policySha256: policySha256 || undefined };
}

/**
 * The cookie that shares a decision among the hosts of `domain`: purposes, day, name and hash of the privacy text, and nothing else. Null
 * deletes it.
 */
export function sharedCookie(site: string, domain: string, decision: SharedDecision | null, isSecure: boolean): string {
  const { purposes = [], day, policyVersion, policySha256 = "" } = decision ?? {};
  const value = decision ? [purposes.join("+"), day, policyVersion, policySha256].join("~") : "";
  const age = decision ? KEPT_DAYS * 86_400 : 0;
  return `${nameOf(site)}${value}; Domain=${domain}; Path=/; Max-Age=${age}; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}
