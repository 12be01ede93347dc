import { type Browser, firefox } from "playwright-core";
import { installDebianPackages } from "./debian-packages.ts";
import { isExecutable, onPath } from "./executable.ts";
import type { WireTap } from "./wire-tap.ts";

/** The extended-support release first: it is what Debian has, and what the README's claims were measured with. */
const NAMES = ["firefox-esr", "firefox"];
const NONE =
  "skipped: no Firefox could be found or installed; install one (on Debian: apt install firefox-esr) or name yours in FIREFOX_PATH.";

function existingFirefox(env: NodeJS.ProcessEnv): string | undefined {
  const chosen = env["FIREFOX_PATH"];
  if (!chosen) return onPath(NAMES, env);
  if (isExecutable(chosen)) return chosen;
  throw new Error(`FIREFOX_PATH names ${chosen}, which is no program that can be run.`);
}

/** Path of a Firefox: `FIREFOX_PATH`, the PATH's, or Debian's package installed now (as root). */
export function installFirefox(
  env: NodeJS.ProcessEnv = process.env,
): { readonly path: string } | { readonly skipped: string } {
  let path = existingFirefox(env);
  if (path === undefined) {
    installDebianPackages("Firefox", ["firefox-esr"]);
    path = existingFirefox(env);
  }
  return path === undefined ? { skipped: NONE } : { path };
}

/** No traffic of the browser's own: what the tap sees is what pages and workers sent. */
const QUIET = {
  "app.normandy.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "captivedetect.canonicalURL": "",
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.prefetch-next": false,
  "network.predictor.enabled": false,
  "services.settings.server": "data:,",
};

/** Everything through the tap, loopback addresses too. */
function through({ url }: WireTap): Record<string, string | number | boolean> {
  const { hostname, port } = new URL(url);
  return {
    "network.proxy.type": 1,
    "network.proxy.http": hostname,
    "network.proxy.http_port": Number(port),
    "network.proxy.no_proxies_on": "",
    "network.proxy.allow_hijacking_localhost": true,
  };
}

/**
 * Starts a headless Firefox over WebDriver BiDi, with a profile of its own that goes with it. Its only way out is the tap. Contexts of
 * its pages must have `colorScheme: null`: the extended-support release knows no other.
 */
export async function launchFirefox(path: string, tap: WireTap): Promise<Browser> {
  return await firefox.launch({
    channel: "moz-firefox",
    executablePath: path,
    headless: true,
    firefoxUserPrefs: { ...QUIET, ...through(tap) },
  });
}
