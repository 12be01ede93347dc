import { installFirefox, launchChromium, launchFirefox, type WireTap } from "@sedge/testbed";
import type { Browser, BrowserContextOptions } from "playwright-core";

/** What stories are played in: each project of vitest.config.ts names its browser. */
export const isFirefox = process.env["SEDGE_BROWSER"] === "firefox";

/** What a profile of the stories' browser is opened with. Firefox's extended-support release can't be given a colour scheme. */
export const PROFILE: BrowserContextOptions = isFirefox ? { colorScheme: null } : {};

/** The stories' browser, or why there is none and they are skipped. */
export async function launchBrowser(
  tap: WireTap,
  webgpu: boolean,
): Promise<{ readonly browser: Browser } | { readonly skipped: string }> {
  if (!isFirefox) return { browser: await launchChromium({ tap, webgpu }) };
  const firefox = installFirefox();
  return "skipped" in firefox ? firefox : { browser: await launchFirefox(firefox.path, tap) };
}
