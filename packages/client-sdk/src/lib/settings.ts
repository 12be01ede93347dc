import type { PageHooks } from "./capture/capture-context.ts";
import type { ClassifierOptions } from "./public/classifier-options.ts";
import type { IntentSet } from "./public/text.ts";
import {
  either,
  type Form,
  isAnything,
  isFlag,
  isNumber,
  isText,
  listOf,
  matching,
  maybe,
  misfit,
  oneOf,
  shape,
} from "./form.ts";
import { addressOf } from "./address.ts";
import { SedgeError } from "./sedge-error.ts";

/** Options with every default filled in and every form checked. */
export interface Settings extends ClassifierOptions {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** With a slash at the end. */
  readonly assets: string;
  readonly channel: "web" | "app";
  readonly consent: NonNullable<ClassifierOptions["consent"]>;
  /** A folder's address is full, with a slash at the end. */
  readonly intents: IntentSet;
}

/** Settings as a page is watched by them. */
export interface WatchedSettings extends Settings {
  readonly hooks: PageHooks;
}

/** Loopback names, for which browsers treat plain HTTP as trustworthy (W3C Secure Contexts, section 3.1). */
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|[a-z0-9-]+\.localhost)$/;

const isEndpoint: Form<string> = (value): value is string => {
  const url = isText(value) && addressOf(value);
  if (!url) return false;
  const { protocol, hostname, search, hash, username } = url;
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
  return isSafe && search + hash + username === "";
};
const isAddress: Form<string> = (value): value is string => isText(value) && !!addressOf(value);

const FORMS = {
  // The same as the wire's SiteId.
  site: matching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/),
  endpoint: isEndpoint,
  assets: isAddress,
  channel: oneOf("web", "app"),
  country: maybe(matching(/^[A-Z]{2}$/)),
  aggregatorKey: maybe(matching(/^\S{43}/)),
  withoutBackends: maybe(listOf(oneOf("webgpu", "wasm", "cpu"))),
  intents: either(
    oneOf("intent-banking", "intent-general"),
    shape({ url: isAddress, sha256: matching(/^[0-9a-f]{64}$/) }),
  ),
  autoCapture: isAnything,
  read: maybe(listOf(oneOf("ga4", "segment"))),
  consent: shape({
    policyVersion: maybe(matching(/^[\w.-]{1,32}$/)),
    policySha256: maybe(matching(/^[0-9a-f]{64}$/)),
    choice: isAnything,
    tcf: maybe(isFlag),
    tcfVendorId: maybe(isNumber),
    googleConsentMode: maybe(isFlag),
    rememberRefusal: maybe(isFlag),
    cookieDomain: maybe(matching(/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/)),
  }),
};

/** The full address of a folder, with a slash at the end; undefined for none. */
function folderAt(address: string, base: string): string | undefined {
  return addressOf(address, base)?.href.replace(/\/*$/, "/");
}

/**
 * Checks options as a page gives them.
 *
 * @param defaultAssets - Folder of Sedge's files where the options name none.
 * @param base - Address that a relative folder starts from: the page's.
 * @param place - Where the page is, if the options do not say it: `app` inside an app's webview.
 * @throws SedgeError `bad-option`, naming the first option that does not fit.
 */
export function parseSettings(
  options: unknown,
  defaultAssets: string,
  base: string,
  place: Settings["channel"] = "web",
): Settings {
  const given = Object(options);
  const { channel = place, consent = {}, intents = "intent-general" } = given;
  const settings = {
    ...given,
    assets: folderAt(given.assets ?? defaultAssets, base),
    channel,
    consent,
    intents: intents?.url ? { ...intents, url: folderAt(intents.url, base) } : intents,
  };
  // A browser refuses a cookie for another site's domain without a word.
  const { cookieDomain } = Object(consent);
  const isOwnDomain = !cookieDomain || `.${addressOf(base)?.hostname}`.endsWith(`.${cookieDomain}`);
  const bad = misfit(FORMS, settings) ?? (isOwnDomain ? null : "consent.cookieDomain");
  if (bad) throw new SedgeError("bad-option", `\`${bad}\` is missing, or not of the form that is documented.`);
  return { ...settings, endpoint: settings.endpoint.replace(/\/+$/, "") };
}
