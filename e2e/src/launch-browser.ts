import { installFirefox, launchChromium, launchFirefox, type WireTap } from "@sedge/testbed";
import type { Browser, BrowserContextOptions } from "playwright-core";

/** The browser of the tests: each project of vitest.config.ts names its own. */
export const isFirefox = process.env["SEDGE_BROWSER"] === "firefox";

/** Options of a browser profile. Firefox's extended-support release does not accept a colour scheme. */
export const PROFILE: BrowserContextOptions = isFirefox ? { colorScheme: null } : {};

/** Starts the browser, or returns the reason why the tests are skipped. */
export async function launchBrowser(
  tap: WireTap,
  webgpu: boolean,
): Promise<{ readonly browser: Browser } | { readonly skipped: string }> {
  if (!isFirefox) return { browser: await launchChromium({ tap, webgpu }) };
  const firefox = installFirefox();
  return "skipped" in firefox ? firefox : { browser: await launchFirefox(firefox.path, tap) };
}
