import { type Browser, firefox } from "playwright-core";
import { installDebianPackages } from "./debian-packages.ts";
import { isExecutable, onPath } from "./executable.ts";
import type { WireTap } from "./wire-tap.ts";

/** Extended-support release first: Debian has it, and the README's figures were measured with it. */
const NAMES = ["firefox-esr", "firefox"];
const NONE =
  "skipped: Firefox could not be found or installed. Install it (on Debian: apt install firefox-esr) or set FIREFOX_PATH.";

function existingFirefox(env: NodeJS.ProcessEnv): string | undefined {
  const chosen = env["FIREFOX_PATH"];
  if (!chosen) return onPath(NAMES, env);
  if (isExecutable(chosen)) return chosen;
  throw new Error(`FIREFOX_PATH is ${chosen}, which is not an executable program.`);
}

/** The path of a Firefox: `FIREFOX_PATH`, one on the PATH, or Debian's package, installed now (as root). */
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

/** Turns off the browser's own traffic, so that the tap records only pages and workers. */
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

/** Leaves out processes, pages and features that no test uses. Saves a fifth of the CPU time. */
const LEAN = {
  "accessibility.force_disabled": 1,
  "browser.aboutwelcome.enabled": false,
  "browser.newtab.preload": false,
  "browser.newtabpage.enabled": false,
  "browser.translations.enable": false,
  "datareporting.healthreport.uploadEnabled": false,
  "dom.ipc.processCount": 1,
  "dom.ipc.processPrelaunch.enabled": false,
  "fission.autostart": false,
  // Frames a second. Nothing here measures smoothness.
  "layout.frame_rate": 20,
  "reader.parse-on-load.enabled": false,
  "signon.rememberSignons": false,
  "ui.prefersReducedMotion": 1,
};

/** Sends everything through the tap, including loopback addresses. */
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
 * Starts a headless Firefox over WebDriver BiDi with a temporary profile. All its traffic goes through the tap. Page contexts
 * must have `colorScheme: null`, the only value that the extended-support release supports.
 */
export async function launchFirefox(path: string, tap: WireTap): Promise<Browser> {
  return await firefox.launch({
    channel: "moz-firefox",
    executablePath: path,
    headless: true,
    firefoxUserPrefs: { ...QUIET, ...LEAN, ...through(tap) },
  });
}
