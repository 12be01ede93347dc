import type { ClassifierOptions, Signal } from "./public/classifier-options.ts";
import { type Form, isAnything, isFlag, isNumber, listOf, matching, maybe, misfit, oneOf, shape } from "./form.ts";
import { SedgeError } from "./sedge-error.ts";

/** Options with every default filled in and every form checked. */
export interface Settings extends ClassifierOptions {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** With a slash at the end. */
  readonly assets: string;
  readonly channel: "web" | "app";
  readonly consent: NonNullable<ClassifierOptions["consent"]>;
}

/** Loopback names, where a browser holds plain HTTP for trustworthy (W3C Secure Contexts, section 3.1). */
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|[a-z0-9-]+\.localhost)$/;

const isEndpoint: Form<string> = (value): value is string => {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username } = new URL(value);
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
  return isSafe && search + hash + username === "";
};
const isAddress: Form<string> = (value): value is string => typeof value === "string" && URL.canParse(value);

const FORMS = {
  // The same as the wire's SiteId.
  site: matching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/),
  endpoint: isEndpoint,
  assets: isAddress,
  channel: oneOf("web", "app"),
  country: maybe(matching(/^[A-Z]{2}$/)),
  aggregatorKey: maybe(matching(/^[\w-]{43}$/)),
  withoutBackends: maybe(listOf(oneOf("webgpu", "wasm", "cpu"))),
  autoCapture: isAnything,
  consent: shape({
    policyVersion: maybe(matching(/^[\w.-]{1,32}$/)),
    choice: isAnything,
    tcf: maybe(isFlag),
    tcfVendorId: maybe(isNumber),
    googleConsentMode: maybe(isFlag),
  }),
};

/**
 * Checks options as a page gives them.
 *
 * @param defaultAssets - Folder of Sedge's files where the options name none.
 * @param base - Address that a relative folder starts from: the page's.
 * @throws SedgeError `bad-option`, naming the first option that does not fit.
 */
export function parseSettings(options: unknown, defaultAssets: string, base: string): Settings {
  const given = Object(options);
  const { channel = "web", consent = {} } = given;
  const folder = given.assets ?? defaultAssets;
  const assets = URL.canParse(folder, base) ? new URL(folder, base).href : undefined;
  const settings = { ...given, assets, channel, consent };
  const bad = misfit(FORMS, settings);
  if (bad) throw new SedgeError("bad-option", `\`${bad}\` is missing, or not of the form that is documented.`);
  return { ...settings, endpoint: settings.endpoint.replace(/\/+$/, ""), assets: settings.assets.replace(/\/*$/, "/") };
}

/** Whether a signal is to be captured. */
export function captures({ autoCapture }: Pick<Settings, "autoCapture">, signal: Signal): boolean {
  return autoCapture !== false && Object(autoCapture)[signal] !== false;
}
